import TestSupport
import Testing

@testable import Storage

/// The index of words itself: how it is filled, and what becomes of it.
struct LineIndexTests {
    /// Bans with one line each, stored one after the other; gives the ids.
    static func store(_ lines: [String], at moment: Int64 = 0, in database: any Database) async throws -> [Int64] {
        try await database.write(.telemetry) { transaction in
            let events = lines.indices.map { EventRecord.of("192.0.2.\($0 % 250)", .ban, at: moment + Int64($0)) }
            let ids = try transaction.events.append(events).map(\.id)
            for (id, line) in zip(ids, lines) { try transaction.events.setLines([Array(line.utf8)], of: id) }
            return ids
        }
    }

    static func found(_ text: String, _ database: any Database, limit: Int = 500) async throws -> [Int64] {
        let query = EventQuery(filter: EventFilter(lines: try LineQuery(text)), limit: limit)
        return try await database.events(query).map(\.id)
    }

    /// How many different words the index holds, or rows where the database tells only these.
    static func words(_ database: any Database) async throws -> Int64 {
        try await database.write(.telemetry) { transaction in
            guard transaction.lineIndexForm == .fts5 else {
                return try transaction.first("SELECT COUNT(*) FROM event_words") { $0.integer(0) } ?? 0
            }
            _ = try transaction.execute("INSERT INTO event_words (event_words) VALUES ('optimize')", [:])
            _ = try transaction.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, event_words, row)", [:])
            return try transaction.first("SELECT COUNT(*) FROM temp.vocabulary") { $0.integer(0) } ?? 0
        }
    }

    @Test func `what many lines hold is found page by page, whatever else is asked for`() async throws {
        try await withDatabase { database throws in
            let lines = (0..<5000).map { "common \($0 % 50 == 0 ? "rare" : "other") word\($0)" }
            let ids = try await Self.store(lines, in: database)
            #expect(try await Self.found("common", database) == ids.reversed())
            #expect(try await Self.found("\"common rare\"", database) == ids.reversed().filter { ($0 - 1) % 50 == 0 })
            #expect(try await Self.found("common -other", database) == ids.reversed().filter { ($0 - 1) % 50 == 0 })
            #expect(try await Self.found("word4999", database) == [ids[4999]])
            var query = EventQuery(
                filter: EventFilter(match: .text("192.0.2.7"), lines: try LineQuery("common")), limit: 7)
            #expect(try await database.events(query).count == 20)
            query = EventQuery(filter: EventFilter(jails: ["none"], lines: try LineQuery("common")))
            #expect(try await database.events(query).isEmpty)
            let counted = EventQuery(filter: EventFilter(lines: try LineQuery("comm")))
            let total = try await database.read { try $0.events.count(counted, bound: 4000) }
            #expect(total == EventTotal(count: 4000, isMore: true))
        }
    }

    @Test(.shows("ABUSE-13"))
    func `a phrase whose words are everywhere is refused before all lines are compared, and is not counted`()
        async throws
    {
        try await withDatabase { database throws in
            let count = LineSearchTooBroad.most + EventStatement.most
            let ids = try await Self.store((0..<count).map { "password failed \($0)" }, in: database)
            await #expect(throws: LineSearchTooBroad.self) { try await Self.found("\"failed password\"", database) }
            #expect(try await Self.found("\"password failed\"", database) == ids.reversed())
            let counted = EventQuery(filter: EventFilter(lines: try LineQuery("\"failed password\"")))
            let total = try await database.read { try $0.events.count(counted, bound: 100) }
            #expect(total.isMore)
        }
    }

    @Test func `lines of before the index are taken in from the newest back, and until then they may come and go`()
        async throws
    {
        try await withDatabase { database throws in
            let ids = try await Self.store((0..<100).map { "old line\($0)" }, in: database)
            try await database.write(.telemetry) { transaction in
                let isFTS = transaction.lineIndexForm == .fts5
                _ = try transaction.execute(
                    isFTS ? "INSERT INTO event_words (event_words) VALUES ('delete-all')" : "DELETE FROM event_words",
                    [:])
                // What the migration sets.
                _ = try transaction.execute("DELETE FROM revisions WHERE subject = 'event-words'", [:])
                _ = try transaction.execute(Migration.lineIndexBeginning.replacing(";", with: ""), [:])
            }
            let new = try await Self.store(["new line"], at: 1000, in: database)
            #expect(try await Self.found("line", database) == new)
            #expect(try await database.read { try $0.events.linesBeforeIndex() } == 99)
            #expect(try await database.write(.telemetry) { try LineIndex($0).fill(limit: 10) } == 10)
            #expect(try await Self.found("line", database) == new + ids[90...].reversed())
            #expect(try await database.read { try $0.events.linesBeforeIndex() } == 89)
            // Of those that wait one is changed, one removed; of those that are in it too.
            try await database.write(.telemetry) { transaction in
                try transaction.events.setLines([Array("other".utf8)], of: ids[50])
                try transaction.events.setLines([Array("other".utf8)], of: ids[95])
                _ = try transaction.events.remove(before: 2, limit: 10)
            }
            var rounds = 0
            while try await database.write(.telemetry, { try LineIndex($0).fill(limit: 7) }) > 0 { rounds += 1 }
            #expect(rounds == 13)
            #expect(try await database.read { try $0.events.linesBeforeIndex() } == nil)
            let rest = ids.dropFirst(2).reversed().filter { $0 != ids[50] && $0 != ids[95] }
            #expect(try await Self.found("line", database) == new + rest)
            #expect(try await Self.found("other", database) == [ids[95], ids[50]])
            _ = try await database.write(.telemetry) { try $0.events.remove(before: .max, limit: 1000) }
            #expect(try await Self.words(database) == 0)
        }
    }

    @Test func `a plan asks the index of words, and each event by its number`() async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                for isSorted in [false, true] {
                    let statement = EventStatement.holding(series: 5, isSorted: isSorted, form: .fts5)
                    let plan = try BanPlanTests.plan(statement.sql, transaction)
                    #expect(plan.contains { $0.contains("VIRTUAL TABLE INDEX") }, "\(plan)")
                    #expect(plan.contains { $0.contains("e USING INTEGER PRIMARY KEY (rowid=?)") }, "\(plan)")
                }
                let plan = try BanPlanTests.plan(LineIndex.linesBefore, transaction)
                #expect(plan == ["SEARCH event_lines USING PRIMARY KEY (event_id<?)"], "\(plan)")
            }
        }
    }
}
