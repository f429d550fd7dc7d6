import Glibc
import Storage

/// Times events on this machine: how many are stored in a second, and how long lists of them take.
struct EventBenchmark {
    let place: DatabasePlace
    let rows: Int
    let clock = ContinuousClock()

    func run() async throws {
        let database = try place.open()
        // A database that was filled before is measured as it is.
        if try await database.read({ try $0.events.latestID() }) < Int64(rows) { try await fill(database) }
        try await pages(database)
        try await lines(database)
        try await addresses(database, end: end)
        await database.close()
        var status = stat()
        guard case .file(let path) = place, stat(path, &status) == 0 else { return }
        print("\(status.st_size / 1_048_576) MiB, \(Int(status.st_size) / rows) bytes an event")
    }

    private func pages(_ database: any Database) async throws {
        let some = try await database.read { try $0.events.newest(limit: 1) }.first?.banID ?? ""
        for (label, query) in questions(some) {
            try await time("page \(label)") { try await database.read { try $0.events.page(query).events.count } }
            try await time("  second page", query) { later in
                try await database.read { try $0.events.page(later).events.count }
            } next: { query in
                try await database.read { try $0.events.page(query).next }
            }
        }
        try await time("count of 10.0.0.0/8") {
            try await database.read {
                try $0.events.count(EventQuery(filter: EventFilter(match: Self.range(10, 8)))).count
            }
        }
        try await time("count of a kind in half of the time") {
            try await database.read {
                try $0.events.count(
                    EventQuery(filter: EventFilter(kinds: [.found]), from: (EventMaker.start + end) / 2)
                ).count
            }
        }
        try await time("after the last but 100") {
            try await database.read { try $0.events.after(id: $0.events.latestID() - 100, limit: 200).events.count }
        }
        try await time("hours of all") {
            try await database.read { try $0.events.hours(from: 0, to: .max).count }
        }
    }

    private var end: Int64 { EventMaker.start + Int64(rows) / EventMaker.rate }

    /// Lists of every form; some have nothing.
    private func questions(_ some: String) -> [(String, EventQuery)] {
        let old = (EventMaker.start + 1000, EventMaker.start + 5000)
        return [
            ("all", EventQuery()),
            ("of one kind", EventQuery(filter: EventFilter(kinds: [.ban]))),
            ("of a rare kind and reason", EventQuery(filter: EventFilter(kinds: [.unban], reasons: [.hand]))),
            ("of a rare jail", EventQuery(filter: EventFilter(jails: ["rare"]))),
            ("of a jail without any", EventQuery(filter: EventFilter(jails: ["none"]))),
            ("of all jails but one", EventQuery(filter: EventFilter(jails: EventMaker.jails))),
            ("of an address", EventQuery(filter: EventFilter(match: .text(some)))),
            ("of an address without any", EventQuery(filter: EventFilter(match: .text("192.0.2.1")))),
            ("of an address and a kind", EventQuery(filter: EventFilter(kinds: [.ban], match: .text(some)))),
            ("of a heavy address", EventQuery(filter: EventFilter(match: .text("203.0.113.7")))),
            (
                "of a heavy address and a rare kind",
                EventQuery(filter: EventFilter(kinds: [.restore], match: .text("203.0.113.7")))
            ),
            ("of a heavy address, as a page asks", EventQuery(filter: Self.asked(Self.network(Self.heavy, 32)))),
            ("of another address, as a page asks", EventQuery(filter: Self.asked(Self.network(0x0102_0304, 32)))),
            (
                "of bans of a heavy address, as a page asks",
                EventQuery(filter: Self.asked(Self.network(Self.heavy, 32), kinds: [.ban]))
            ),
            (
                "of a heavy address in one jail, as a page asks",
                EventQuery(filter: Self.asked(Self.network(Self.heavy, 32), jails: [EventMaker.jails[0]]))
            ),
            (
                "of bans around a heavy address",
                EventQuery(filter: Self.asked(Self.network(Self.heavy & ~255, 24), kinds: [.ban]))
            ),
            ("of the beginning 1", EventQuery(filter: EventFilter(match: .prefix("1")))),
            ("of the beginning 10.2", EventQuery(filter: EventFilter(match: .prefix("10.2")))),
            ("of the beginning 192.0.2.", EventQuery(filter: EventFilter(match: .prefix("192.0.2.")))),
            ("of the beginning 2001:db8:", EventQuery(filter: EventFilter(match: .prefix("2001:db8:")))),
            ("of 10.0.0.0/8", EventQuery(filter: EventFilter(match: Self.range(10, 8)))),
            ("of 192.0.0.0/28", EventQuery(filter: EventFilter(match: Self.range(192, 28)))),
            ("of 0.0.0.0/1 in a rare jail", EventQuery(filter: EventFilter(jails: ["rare"], match: Self.range(0, 1)))),
            (
                "of 0.0.0.0/1, restored by hand",
                EventQuery(filter: EventFilter(kinds: [.unban], reasons: [.hand], match: Self.range(0, 1)))
            ),
            (
                "of bans in 203.0.0.0/8 that no ban is of",
                EventQuery(filter: EventFilter(kinds: [.restore, .unban], match: Self.range(203, 8)))
            ),
            ("of an old window", EventQuery(from: old.0, to: old.1)),
            ("of an old window and a kind", EventQuery(filter: EventFilter(kinds: [.ban]), from: old.0, to: old.1)),
            (
                "of an old window and a range",
                EventQuery(filter: EventFilter(match: Self.range(10, 8)), from: old.0, to: old.1)
            ),
            ("of the oldest", EventQuery(to: EventMaker.start + 60)),
            ("after the last", EventQuery(from: end + 10)),
        ]
    }

    /// 203.0.113.7, of which a quarter of all events are.
    private static let heavy: UInt32 = 0xCB00_7107

    /// A filter as the page makes it: of the usual kinds, where none is chosen.
    private static func asked(
        _ match: BanQuery.Match, kinds: Set<EventKind>? = nil, jails: [String] = []
    ) -> EventFilter {
        let usual = Set(EventKind.allCases).subtracting([.restore, .repeal])
        return EventFilter(jails: jails, kinds: kinds ?? usual, match: match)
    }

    /// A network of IPv4 that begins with a number.
    private static func range(_ first: UInt8, _ length: Int) -> BanQuery.Match { network(UInt32(first) << 24, length) }

    /// A network of IPv4.
    private static func network(_ number: UInt32, _ length: Int) -> BanQuery.Match {
        func key(_ number: UInt32) -> [UInt8] {
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] + (0..<4).map { UInt8(number >> (24 - 8 * UInt32($0)) & 0xff) }
        }
        return .range(first: key(number), last: key(number | UInt32.max >> UInt32(length)))
    }

    private func time(
        _ label: String, _ query: EventQuery, _ body: (EventQuery) async throws -> Int,
        next: (EventQuery) async throws -> String?
    ) async throws {
        var later = query
        later.cursor = try await next(query)
        guard later.cursor != nil else { return }
        try await time(label) { try await body(later) }
    }

    func time(_ label: String, rounds: Int = 101, _ body: () async throws -> Int) async throws {
        var durations: [Duration] = []
        var count = 0
        for _ in 0..<rounds { durations.append(try await clock.measure { count = try await body() }) }
        durations.sort()
        func text(_ duration: Duration) -> String {
            let tenths = duration.components.attoseconds / 10_000_000_000_000 + duration.components.seconds * 100_000
            return "\(Double(tenths) / 100) ms"
        }
        print("\(label): \(count); median \(text(durations[rounds / 2])), p99 \(text(durations[rounds * 99 / 100]))")
    }

    private func fill(_ database: any Database) async throws {
        var maker = EventMaker(addresses: 1_000_000)
        var lines = LineMaker()
        let step = max(rows / 20, 5000)
        var spent = Duration.zero
        var worked = 0.0
        for batch in 1...(rows / 5000) {
            let events = maker.next(5000)
            let made = events.map { $0.kind == .ban ? lines.lines(of: $0) : [] }
            let before = processorTime
            spent += try await clock.measure {
                try await database.write(.telemetry) { transaction in
                    for (event, lines) in zip(try transaction.events.append(events), made) where !lines.isEmpty {
                        try transaction.events.setLines(lines, of: event.id)
                    }
                }
            }
            worked += processorTime - before
            guard (batch * 5000).isMultiple(of: step) else { continue }
            let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
            print(
                "\(batch * 5000): \(Int(Double(step) / seconds)) events a second, "
                    + "\(Int(Double(step) / worked)) a second of processor time")
            spent = .zero
            worked = 0
        }
    }

    /// What this process has used, in seconds: on a shared machine it tells more than the clock.
    private var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
