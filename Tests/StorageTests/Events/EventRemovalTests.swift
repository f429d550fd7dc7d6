import Storage
import Testing

/// Events that are removed for their age, and streams that go on.
struct EventRemovalTests {
    @Test func `old events go in batches, with all that belongs to them, and leave their sums`() async throws {
        try await withDatabase { database throws in
            let events = (0..<100).map {
                EventRecord.of("192.0.2.\($0 % 5)", .ban, at: Int64($0) * 100, offset: Int64($0))
            }
            let ids = try await database.append(events).map(\.id)
            try await database.write { transaction in
                for id in ids { try transaction.events.setLines([[1], [2]], of: id) }
            }
            func remove() async throws -> Int {
                try await database.write(.telemetry) { try $0.events.remove(before: 5000, limit: 20).count }
            }
            let removed = try await [remove(), remove(), remove(), remove()]
            #expect(removed == [20, 20, 10, 0])
            let left = try await database.read { transaction in
                try ["events", "event_details", "event_lines"].map { table in
                    try transaction.first("SELECT COUNT(*) FROM \(table)") { $0.integer(0) }
                }
            }
            #expect(left == [50, 50, 100])
            #expect(try await database.events().map(\.id) == ids[50...].reversed())
            let sum = try await database.read { try $0.events.hours(from: 0, to: 20_000).reduce(0) { $0 + $1.count } }
            #expect(sum == 100)
            // What is stored next has an id of its own, even if all are gone.
            _ = try await database.write(.telemetry) { try $0.events.remove(before: .max, limit: 1000) }
            #expect(try await database.events() == [])
            #expect(try await database.read { try $0.events.count(EventQuery()).count } == 0)
            #expect(try await database.append([.of("192.0.2.7")]).map(\.id) == [101])
        }
    }

    @Test func `a stream goes on where nothing matched, and looks at each event once`() async throws {
        try await withDatabase { database throws in
            let founds = (0..<25_000).map { EventRecord.of("192.0.2.\($0 % 5)", at: Int64($0)) }
            try await database.append(founds)
            let filter = EventFilter(kinds: [.unban])
            var tails: [EventTail] = []
            while tails.last?.through ?? 0 < 25_000 {
                let id = tails.last?.through ?? 0
                tails.append(try await database.read { try $0.events.after(id: id, limit: 10, filter: filter) })
            }
            #expect(tails.map(\.through) == [10_000, 20_000, 25_000])
            #expect(tails.map(\.events) == [[], [], []])
            try await database.append([.of("192.0.2.9", .unban), .of("192.0.2.9")])
            let tail = try await database.read { try $0.events.after(id: 25_000, limit: 10, filter: filter) }
            #expect(tail.events.map(\.id) == [25_001] && tail.through == 25_002)
            let end = try await database.read { try $0.events.after(id: 25_002, limit: 10, filter: filter) }
            #expect(end == EventTail(events: [], through: 25_002))
        }
    }

    @Test func `more series than one statement takes are one list`() async throws {
        try await withDatabase { database throws in
            let events = (0..<600).map {
                EventRecord.of("192.0.2.1", jail: "jail \($0 % 150)", at: Int64($0 * 7 % 600))
            }
            try await database.append(events)
            for filter in [
                EventFilter(kinds: [.found]), EventFilter(kinds: [.found], match: .prefix("192.")),
                EventFilter(kinds: [.found], match: .text("192.0.2.1")),
            ] {
                let found = try await database.events(EventQuery(filter: filter, limit: 45))
                #expect(found.map(\.at) == (0..<600).reversed())
            }
            let query = EventQuery(filter: EventFilter(kinds: [.found]), from: 100, to: 400)
            #expect(try await database.read { try $0.events.count(query, bound: 1000) }.count == 300)
        }
    }

    @Test func `an event that was told late stands where it happened, also in a bucket of another time`() async throws {
        try await withDatabase { database throws in
            try await database.append((0..<100).map { .of("192.0.2.1", at: $0) } + [.of("192.0.2.1", at: 1000)])
            try await database.write(.telemetry) {
                _ = try $0.execute("UPDATE revisions SET revision = 70000 WHERE subject = 'events'", [:])
            }
            try await database.append((500..<600).map { .of("192.0.2.1", at: $0) })
            let query = EventQuery(filter: EventFilter(match: .text("192.0.2.1")), limit: 10)
            let found = try await database.events(query).map(\.at)
            #expect(found == [1000] + (500..<600).reversed() + (0..<100).reversed())
        }
    }
}
