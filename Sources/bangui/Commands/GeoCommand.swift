import ArgumentParser
import Console
import Fail2ban
import Foundation
import Geo
import Logging
import Outbound

/// `bangui geo`
struct GeoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "geo", abstract: "Where addresses are: which data tells it, and fetching some.",
        subcommands: [GeoInfo.self, GeoFetch.self, GeoAgree.self, GeoRemove.self])
}

/// `bangui geo info`
struct GeoInfo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Which data tells where addresses are, and what it says of some.",
        discussion: """
            It looks at the files as the server does, and asks nobody over the network.
            Examples: bangui geo info
                      bangui geo info 198.51.100.7 2001:db8::1 --json
            Exit codes: 0 done, 4 nothing is known of any of the addresses.
            """)

    @OptionGroup var place: Place
    @Argument(help: "Addresses.") var addresses: [String] = []
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let asked = try addresses.map { text in
            guard let address = IPAddress(text) else {
                throw Failure(.usage, "“\(text)” is no IPv4 or IPv6 address.")
            }
            return address
        }
        let start = try Start(try place.sources())
        let configuration = try start.reader.read(start.sources)
        let desk = GeoDesk(configuration, now: Clock.now, logger: Place.logger(.error))
        desk.lookNow()
        let answers = asked.map { ($0, desk.atlas.answer(for: $0)) }
        GeoText.show(desk.report, answers, GeoRecord.of(start.directory), json: json)
        guard answers.isEmpty || answers.contains(where: { $0.1.country != nil || $0.1.network != nil }) else {
            throw Failure(.notFound, "Nothing is known of \(asked.count == 1 ? "this address" : "these addresses").")
        }
    }
}

/// `bangui geo update`
struct GeoFetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Fetches geo data into the data directory, once you agree.",
        discussion: """
            It shows what is fetched from whom under which licence, and asks on a terminal; scripts say --yes. Who agrees does so for \
            the running server too, which from then on fetches the same once a month, where it may reach the network; \
            “bangui geo remove” takes that back.
            What came is checked before it is put in place, and the old stays where anything fails.
            Examples: bangui geo update
                      bangui geo update dbip-country iptoasn --yes
            Exit codes: 0 all is there, 1 some of it could not be fetched, 6 nobody agreed, 75 it is being fetched already.
            """)

    @OptionGroup var place: Place
    @Argument(
        help: "What to fetch (dbip-country, dbip-asn, iptoasn); else what was agreed to before, or what DB-IP offers.",
        completion: .list(GeoPiece.allCases.map(\.rawValue)))
    var pieces: [String] = []
    @Flag(name: [.customShort("y"), .long], help: "Agree without being asked.") var yes = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let named = try pieces.map { name in
            guard let piece = GeoPiece(rawValue: name) else {
                let all = GeoPiece.allCases.map(\.rawValue)
                throw Failure(.usage, "There is no “\(name)” to fetch. There are: \(all.joined(separator: ", ")).")
            }
            return piece
        }
        let (start, configuration, update) = try place.geoUpdate()
        let wanted = named.isEmpty ? Self.usual(GeoRecord.of(start.directory)) : named
        try agree(to: wanted, configuration.geoOrigins)
        do {
            try start.directory.prepare()
            try update.agree(to: wanted, by: Author.commandLine.name)
            await note(wanted)
            let progress = GeoProgress(isSilent: json)
            let outcomes = try await update.run(wanted) { progress.show($0, $1) }
            GeoText.show(outcomes, json: json)
            guard outcomes.allSatisfy({ if case .failed = $0.outcome { false } else { true } }) else {
                throw Failure(.failed, "Not all could be fetched; what was there before stays.")
            }
        } catch GeoUpdate.Fault.busy {
            throw Failure(.tryAgain, "\(GeoUpdate.Fault.busy)")
        } catch let error as DataDirectoryError {
            throw Failure(.configuration, "\(error)")
        }
    }

    /// What was agreed to before; else countries and networks of one maker, in files that take no memory.
    private static func usual(_ record: GeoRecord) -> [GeoPiece] {
        record.agreed.isEmpty ? [.countries, .networks] : record.agreed
    }

    private func agree(to pieces: [GeoPiece], _ origins: GeoOrigins) throws {
        guard !yes else { return }
        let lines = pieces.map { piece in
            "  \(piece.rawValue): \(piece.words)\n    from \(origins.template(of: piece))\n    \(piece.terms)\n"
        }
        let text = """
            This is fetched now, and by the running server once a month from now on:
            \(lines.joined())Whoever serves it learns this machine's address, and nothing else.
            """
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure(.conflict, "\(text)\nNobody can be asked here whether to fetch it: agree with --yes.")
        }
        Output.write(Data("\(text)\nFetch it? [y/N] ".utf8), to: .standardError)
        guard let answer = readLine()?.lowercased(), ["y", "yes"].contains(answer) else {
            throw Failure(.conflict, "Nothing was fetched.")
        }
    }

    /// Tells the audit log, where there is one.
    private func note(_ pieces: [GeoPiece]) async {
        await GeoConsentNote.note(
            AuditEvent(
                .geoConsent, subject: pieces.map(\.rawValue).joined(separator: ", "), after: "fetched every month"),
            place)
    }
}

/// `bangui geo remove`
struct GeoRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes the geo data that was fetched, and has nothing fetched any more and nobody asked.",
        discussion: """
            Files of the administrator's and of packages stay, and so does what events remember. What was agreed to with “bangui geo \
            online” is taken back too.
            Exit codes: 0 done, 75 it is being fetched just now.
            """)

    @OptionGroup var place: Place

    func run() async throws {
        let (_, _, update) = try place.geoUpdate()
        do {
            if try update.withdraw() { Output.line("Nobody on the network is asked where addresses are any more.") }
            let removed = try update.remove()
            Output.line(
                removed.isEmpty ? "Nothing was there." : "Removed \(removed.map(\.rawValue).joined(separator: ", ")).")
        } catch GeoUpdate.Fault.busy {
            throw Failure(.tryAgain, "\(GeoUpdate.Fault.busy)")
        }
        await GeoConsentNote.note(AuditEvent(.geoConsent, before: "fetched every month", after: "not fetched"), place)
    }
}

extension Place {
    /// What fetches geo data into the data directory, by the settings that hold.
    func geoUpdate() throws -> (start: Start, Configuration, GeoUpdate) {
        let start = try Start(try sources())
        let configuration = try start.reader.read(start.sources)
        let update = GeoUpdate(
            outbound: Outbound(configuration.outbound, logger: Place.logger(.error)), directory: start.directory,
            origins: configuration.geoOrigins, now: Clock.now)
        return (start, configuration, update)
    }
}

/// Tells the audit log who agreed, where there is one.
enum GeoConsentNote {
    static func note(_ event: AuditEvent, _ place: Place) async {
        guard let start = try? Start(place.sources()), start.state != .needsSetup else { return }
        do {
            try await AuditDesk(place).with { try await $0.note(event, by: .commandLine) }
        } catch {
            Output.note("The audit log could not be told: \(Failure(error).message)")
        }
    }
}
