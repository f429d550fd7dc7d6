import Console
import Fail2ban
import Glibc
import Host
import Web

/// What was done, for a terminal.
enum OperationText {
    static func show(_ record: OperationRecord, json: Bool) {
        if json { return Output.json(OperationJSON.body(record)) }
        for item in record.items {
            let detail = item.detail.map { " (\(Output.inert($0)))" } ?? ""
            let subject = item.subject.isEmpty ? record.kind.rawValue : Output.inert(item.subject)
            Output.line("\(Output.inert(item.jail))  \(subject)  \(item.result.rawValue)\(detail)")
        }
    }

    /// Fails when any part was refused or is not known to have been done.
    static func check(_ record: OperationRecord) throws {
        let results = Swift.Set(record.items.map(\.result))
        if results.contains(.refused) { throw Failure(.conflict, "Not everything was done.") }
        if results.contains(.unknown) { throw Failure(.timedOut, "fail2ban did not confirm everything.") }
    }
}

/// A jail's settings, for a terminal.
enum JailText {
    static func lines(_ settings: JailSettings) -> [String] {
        var lines = [
            "bantime   \(settings.banTime.text)", "findtime  \(BanTime.seconds(settings.findTime).text)",
            "maxretry  \(settings.maxRetry)",
        ]
        lines += settings.logPaths.map { "log       \(Output.inert($0))" }
        lines += settings.journalMatches.map { "journal   \(Output.inert($0))" }
        lines += settings.actions.map { "action    \(Output.inert($0))" }
        lines += settings.ignored.map { "ignored   \(Output.inert($0))" }
        return lines
    }
}

extension Author {
    /// Whoever types: the system's user.
    static var commandLine: Author {
        let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
        return Author(name: name ?? "uid \(getuid())", origin: .cli)
    }
}
