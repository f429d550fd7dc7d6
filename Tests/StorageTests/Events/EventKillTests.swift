import Storage
import TestSupport
import Testing

/// Events, their sums and the position behind them are one: after `kill -9` all of a batch is there, or nothing.
@Suite(.shows("ABUSE-8")) struct EventKillTests {
    @Test func `each line is stored once, with its sums and the position, after each kill`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            var random = SplitMix(state: 20_261_121)
            for round in 0..<KillTests.rounds / 2 {
                let delay = Duration.milliseconds(Int.random(in: 40...300, using: &random))
                let lines = try await KillTests.runAndKill(path, "append") { _ in
                    if round % 4 > 0 { try await KillTests.waitForLines(1, path) }
                    try await Task.sleep(for: delay)
                }
                let database = try SQLiteDatabase(path: path)
                #expect(try await database.integrity() == "ok", "round \(round)")
                let said = lines.last.flatMap { Int64($0) } ?? 0
                try await Self.check(database, said: said, round: round)
                await database.close()
            }
        }
    }

    private static func check(_ database: SQLiteDatabase, said: Int64, round: Int) async throws {
        let offset = try await database.read { try $0.capture.positions(host: "local").first?.offset } ?? 0
        #expect(offset >= said, "round \(round)")
        let count = try await database.read { try $0.events.count(EventQuery()).count }
        #expect(count == Int(offset / 100), "round \(round)")
        let found = try await database.read { transaction in
            try [
                "SELECT COUNT(*) FROM events", "SELECT COUNT(DISTINCT log_offset) FROM events",
                "SELECT SUM(event_count) FROM event_sums WHERE width = 3600 AND series_number > 0",
                "SELECT MAX(log_offset) / 100 + 1 FROM events",
            ].map { sql in try transaction.first(sql) { $0.integer(0) } }
        }
        #expect(found.allSatisfy { $0 ?? 0 == Int64(count) }, "round \(round): \(found)")
        let lines = try await database.read { try $0.first("SELECT COUNT(*) FROM event_lines") { $0.integer(0) } }
        #expect(lines == Int64((count + 9) / 10 * 2), "round \(round)")
    }
}
