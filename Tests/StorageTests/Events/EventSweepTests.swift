import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Events that were kept for long enough leave a few at a time.
struct EventSweepTests {
    /// One event a second from 0 on, the bans among them with two lines each.
    private static func fill(_ database: any Database, _ count: Int) async throws {
        let events = (0..<count).map {
            EventRecord.of("192.0.2.\($0 % 50)", $0 % 10 == 0 ? .ban : .found, at: Int64($0), offset: Int64($0))
        }
        try await database.write(.telemetry) { transaction in
            for event in try transaction.events.append(events) where event.kind == .ban {
                try transaction.events.setLines([[1], [2]], of: event.id)
            }
        }
    }

    /// Rows of events, of their details and of their lines, and what is counted of them.
    static func counts(_ database: any Database) async throws -> [Int64] {
        try await database.read { transaction in
            try [
                "SELECT COUNT(*) FROM events", "SELECT COUNT(*) FROM event_details", "SELECT COUNT(*) FROM event_lines",
                "SELECT CAST(SUM(event_total) AS BIGINT) FROM event_series",
                "SELECT CAST(SUM(event_count) AS BIGINT) FROM event_sums WHERE width = 3600 AND series_number > 0",
            ].map { sql in try transaction.first(sql) { $0.integer(0) } ?? 0 }
        }
    }

    @Test(.shows("ABUSE-13"))
    func `what is old goes with its lines, others write between two batches, and the sums stay`() async throws {
        try await withDatabase { database throws in
            try await Self.fill(database, 3000)
            let pauses = Mutex(0)
            let sweep = EventSweep(database) { pause in
                #expect(pause >= EventSweep.pause)
                let number = pauses.withLock { count in
                    count += 1
                    return count
                }
                try await database.append([.of("198.51.100.1", .unban, at: Int64(10_000 + number))])
            }
            let outcome = try await sweep.run(before: 2000)
            let written = Int64(pauses.withLock { $0 })
            #expect(outcome.removed == 2000 && outcome.isDone && outcome.longest > .zero)
            #expect(written > 0)
            #expect(
                try await Self.counts(database) == [
                    1000 + written, 100, 200, 1000 + written, 3000 + written,
                ])
            #expect(try await database.read { try $0.events.oldest() } == 2000)
        }
    }

    @Test func `a sweep that is told to end does so between two batches, and the next one goes on`() async throws {
        try await withDatabase { database throws in
            try await Self.fill(database, 1000)
            let stopped = try await EventSweep(database) { _ in throw CancellationError() }.run(before: .max)
            #expect(stopped.removed == 200 && !stopped.isDone)
            let given = Mutex(2)
            let refused = try await EventSweep(database, sleep: { _ in }).run(before: .max) {
                given.withLock { rest in
                    rest -= 1
                    return rest >= 0
                }
            }
            #expect(refused.removed >= 40 && refused.removed < 800 && !refused.isDone)
            let rest = try await EventSweep(database, sleep: { _ in }).run(before: .max)
            #expect(rest.removed == 800 - refused.removed && rest.isDone)
            #expect(try await Self.counts(database) == [0, 0, 0, 0, 1000])
            #expect(try await database.read { try $0.events.oldest() } == nil)
        }
    }

    @Test(.shows("ABUSE-13", "ASVS-15.2.2")) func `a batch is as large as fits into its time`() {
        var size = BatchSize(first: 200, aim: .milliseconds(8), in: 20...2000)
        for (held, next) in [(8, 200), (16, 100), (1, 200), (1, 400), (60_000, 40), (60_000, 20)] {
            size.adapt(to: .milliseconds(held))
            #expect(size.count == next)
        }
        for _ in 0..<9 { size.adapt(to: .zero) }
        #expect(size.count == 2000)
    }

    @Test func `a page goes on behind one whose last event is gone, and a stream from an id that is gone`() async throws
    {
        try await withDatabase { database throws in
            try await Self.fill(database, 100)
            let page = try await database.read { try $0.events.page(EventQuery(limit: 40)) }
            // Events 60 to 99 are on the page; the next begins with 59.
            _ = try await EventSweep(database, sleep: { _ in }).run(before: 70)
            let next = try await database.read { try $0.events.page(EventQuery(limit: 40, cursor: page.next)) }
            #expect(next == EventPage(events: [], next: nil))
            let tail = try await database.read { try $0.events.after(id: 5, limit: 10) }
            #expect(tail.events.map(\.at) == Array(70..<80) && tail.through == 80)
        }
    }

    @Test func `after a kill in the middle all that belongs to an event is there, or nothing`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            let database = try SQLiteDatabase(path: path)
            try await Self.fill(database, 20_000)
            await database.close()
            var left: Int64 = 20_000
            for round in 0..<4 {
                let before = left
                _ = try await KillTests.runAndKill(path, "sweep") { _ in
                    try await Self.waitForLess(than: before, path)
                    try await Task.sleep(for: .milliseconds(5 * round))
                }
                let database = try SQLiteDatabase(path: path)
                #expect(try await database.integrity() == "ok", "round \(round)")
                let counts = try await Self.counts(database)
                #expect(counts[0] <= left && counts[0] == counts[3] && counts[4] == 20_000, "round \(round): \(counts)")
                #expect(counts[2] == counts[1] * 2, "round \(round): \(counts)")
                left = counts[0]
                await database.close()
                if left == 0 { return }
            }
        }
    }

    /// Waits for a minute at most until another process has removed events of a file.
    private static func waitForLess(than count: Int64, _ path: String) async throws {
        let database = try SQLiteDatabase(path: path)
        let deadline = ContinuousClock.now + .seconds(60)
        while try await counts(database)[0] >= count {
            guard .now < deadline else {
                Issue.record("waited a minute for the first batch to be removed")
                break
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        await database.close()
    }
}
