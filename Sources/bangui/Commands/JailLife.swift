import ArgumentParser
import Console
import Fail2ban

/// The jail that a command works on.
struct JailTarget: ParsableArguments {
    @OptionGroup var place: Place
    @Argument(help: "The jail.") var name: String
    @Flag(help: "Print JSON.") var json = false

    var jail: JailName { JailName(existing: name) }
}

/// A command that does one thing to a whole jail and shows what came of it.
protocol JailVerb: AsyncParsableCommand {
    var target: JailTarget { get }
    /// Whether it is done to a jail that runs.
    static var needsRunning: Bool { get }
    /// What the audit log calls it.
    static var kind: AuditKind { get }
    func act(_ jails: Jails) async throws -> OperationRecord
}

extension JailVerb {
    static var needsRunning: Bool { true }

    func run() async throws {
        try await target.place.withConsole(attempting: AuditEvent(Self.kind, jail: target.name)) { console in
            if Self.needsRunning { try NearestJail.demand([target.name], console) }
            OperationText.show(try await act(console.jails), json: target.json)
        }
    }
}

extension Jail {
    /// `bangui jail start`
    struct Start: JailVerb {
        static let configuration = CommandConfiguration(abstract: "Starts a jail that is configured.")
        static let kind = AuditKind.start
        static let needsRunning = false
        @OptionGroup var target: JailTarget

        func act(_ jails: Jails) async throws -> OperationRecord {
            try await jails.start(target.jail, by: .commandLine)
        }
    }

    /// `bangui jail stop`
    struct Stop: JailVerb {
        static let configuration = CommandConfiguration(
            abstract: "Stops a running jail; its bans leave the firewall until it starts again.")
        static let kind = AuditKind.stop
        @OptionGroup var target: JailTarget

        func act(_ jails: Jails) async throws -> OperationRecord {
            try await jails.stop(target.jail, by: .commandLine)
        }
    }

    /// `bangui jail reload`
    struct Reload: JailVerb {
        static let configuration = CommandConfiguration(
            abstract: "Reads one jail's configuration anew; its bans stay, runtime changes go.")
        static let kind = AuditKind.reload
        @OptionGroup var target: JailTarget

        func act(_ jails: Jails) async throws -> OperationRecord {
            try await jails.reload(target.jail, by: .commandLine)
        }
    }
}
