import NIOCore
import ArgumentParser
import Console
import Foundation
import Storage
import Web

/// `bangui events`
struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What happened, the newest first; or what happens, as it comes.",
        discussion: """
            Example: bangui events --from now-24h --kind ban --json | jq -r .address
            Without --kind the usual ones: all but restore and repeal, which a restart brings by the thousand.
            Events are stored by “bangui serve”; with --follow this command waits for what it stores.
            """)

    @OptionGroup var place: Place
    @Argument(help: "An address, a network in CIDR form, or the start of an address.") var address: String?
    @Option(
        help: ArgumentHelp(
            "Words in the lines that led to a ban; \"…\" for a phrase, -word for what must not be there.",
            valueName: "words")) var text: String?
    @Option(help: ArgumentHelp("A kind; can be given more than once. Also: usual, all.", valueName: "kind"))
    var kind: [String] = []
    @Option(help: "A jail; can be given more than once. Without it, all.") var jail: [String] = []
    @Option(help: "A country by two letters, such as DE; ZZ for none known.") var country: String?
    @Option(help: ArgumentHelp("A network by its number, such as AS64496.", valueName: "asn")) var network: String?
    @Option(help: "Not before: now-24h (s, m, h, d, w), or a time such as 2026-11-21T02:27:24Z.") var from: String?
    @Option(help: "Before; as --from.") var to: String?
    @Option(help: "How many at most.") var limit = 50
    @Flag(help: "Wait and print each event as it comes, until Ctrl-C.") var follow = false
    @Option(help: "With --follow: begin behind the event of this id, to lose none since.") var after: Int64?
    @Flag(help: "Print JSON, one object a line, as in GET /api/events.") var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("Give --limit a number of at least 1.") }
        guard follow || after == nil else { throw ValidationError("--after goes with --follow.") }
        guard !follow || (from == nil && to == nil) else {
            throw ValidationError("--follow prints what comes from now on: it takes neither --from nor --to.")
        }
        guard !follow || text == nil else {
            throw ValidationError("--follow tells of a ban before its lines are known: it takes no --text.")
        }
        guard after.map({ $0 >= 0 }) ?? true else { throw ValidationError("Give --after the id of an event.") }
    }

    func run() async throws {
        let words = EventWords(
            text: address, lines: text, kinds: kind, jails: jail, country: country, network: network, from: from, to: to
        )
        let request = try EventRequest(words, now: Clock.now())
        try await place.withMemory { guarding in
            if follow {
                try await tail(guarding.history, request.filter)
            } else {
                try await list(guarding.history, request)
            }
        }
    }

    private func list(_ history: EventHistory, _ request: EventRequest) async throws {
        var (left, cursor) = (limit, nil as String?)
        if !json { try EventText.printHead() }
        repeat {
            let page = try await history.page(
                request.filter, from: request.from, to: request.to, limit: min(left, EventHistory.pageLimit),
                cursor: cursor)
            for event in page.events { try show(event) }
            left -= page.events.count
            cursor = page.next
        } while cursor != nil && left > 0
    }

    /// How long to wait before looking again: another process stores the events, and nothing wakes this one.
    private static let pace: Duration = .milliseconds(300)
    private static let batch = 500

    private func tail(_ history: EventHistory, _ filter: EventListFilter) async throws {
        // Ending is what one does with it: no failure.
        for number in [SIGINT, SIGTERM] { signal(number) { _ in _exit(0) } }
        try noteWhetherServed()
        var id: Int64
        if let after { id = after } else { id = try await history.latestID() }
        if !json { try EventText.printHead() }
        while true {
            let run: EventRun
            do {
                run = try await history.run(after: id, filter, limit: Self.batch)
            } catch StorageError.busy {
                try await Task.sleep(for: Self.pace)
                continue
            }
            for event in run.events { try show(event) }
            id = run.through
            if run.events.count < Self.batch { try await Task.sleep(for: Self.pace) }
        }
    }

    private func noteWhetherServed() throws {
        let directory = try Start(try place.sources()).directory
        guard ServeLock.server(in: directory) == nil else { return }
        Output.note("No “bangui serve” runs on \(directory.path): nothing new comes in until one does.")
    }

    private func show(_ event: EventEntry) throws {
        try EventText.print(json ? String(buffer: EventJSON.text(event)) : EventText.line(event))
    }
}
