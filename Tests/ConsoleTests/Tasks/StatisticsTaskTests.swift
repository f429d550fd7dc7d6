import Storage
import Synchronization
import Testing

@testable import Console

@Suite struct StatisticsTaskTests {
    /// Notes which tables were to be counted.
    private final class Counting: Database {
        let inner: SQLiteDatabase
        let asked = Mutex<[[String]]>([])

        init(_ inner: SQLiteDatabase) { self.inner = inner }

        func read<Result: Sendable>(
            _ body: @escaping @Sendable (any Transaction) throws -> Result
        ) async throws -> Result { try await inner.read(body) }
        func write<Result: Sendable>(
            _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
        ) async throws -> Result { try await inner.write(durability, body) }
        func refreshStatistics(of tables: [String]) async throws -> [String] {
            asked.withLock { $0.append(tables) }
            return tables
        }
        func close() async { await inner.close() }
    }

    private static func ban(_ count: Int, in database: any Database) async throws {
        try await database.write(.telemetry) { transaction in
            let records = (0..<count).map { number in
                BanRecord(
                    host: "local", jail: "one", id: "198.18.\(number / 250).\(number % 250)",
                    first: Array(repeating: 0, count: 16), last: Array(repeating: 0, count: 16), bannedAt: 5,
                    endsAt: nil, isPermanent: true, count: 1, isEnforced: true, note: nil)
            }
            try transaction.bans.replace(host: "local", jail: "one", with: records)
        }
    }

    @Test func `many bans at once call for a count of their table, a few do not`() async throws {
        let world = try TaskWorld()
        let database = Counting(world.database)
        let runner = world.runner([.statistics(database)], database: database)
        func look() async {
            world.clock.advance(3)
            await runner.round()
        }
        await look()
        try await Self.ban(1900, in: database)
        await look()
        #expect(database.asked.withLock { $0 } == [])
        try await Self.ban(6000, in: database)
        await look()
        await look()
        #expect(database.asked.withLock { $0 } == [["bans"]])
        #expect(try await world.runs(of: .statistics).map(\.what) == ["Counted bans."])
        #expect(try await world.runs(of: .statistics).map(\.cause) == ["change"])
        try await Self.ban(7000, in: database)
        await look()
        #expect(database.asked.withLock { $0.count } == 1, "a sixth more is no other table")
        world.clock.advance(3600)
        await runner.round()
        #expect(database.asked.withLock { $0 } == [["bans"], []])
    }

    private static let tables = ["events", "event_details", "event_sums"]

    /// Makes so many bans of a jail, which no record gave a reason yet; gives their events.
    private static func take(_ count: Int, jail: String, in database: any Database) async throws -> [EventRecord] {
        try await database.write(.telemetry) { transaction in
            try transaction.events.append(
                (0..<count).map { number in
                    EventRecord(
                        host: "local", at: Int64(1000 + number), kind: .ban, source: .database, jail: jail,
                        banID: "198.18.\(number / 250).\(number % 250)")
                })
        }
    }

    @Test func `events that get a reason call for a count, though none came`() async throws {
        let world = try TaskWorld()
        let database = Counting(world.database)
        let runner = world.runner([.statistics(database)], database: database)
        func look() async {
            world.clock.advance(3)
            await runner.round()
        }
        await look()
        _ = try await Self.take(4000, jail: "few", in: database)
        await look()
        #expect(database.asked.withLock { $0 } == [])
        let bans = try await Self.take(6000, jail: "many", in: database)
        await look()
        await look()
        #expect(database.asked.withLock { $0 } == [Self.tables])
        try await database.write(.telemetry) { transaction in
            var amends = try EventAmends(transaction.events)
            for ban in bans {
                var event = ban
                event.why = .failures
                try amends.add(event, was: ban)
            }
            try amends.write()
        }
        await look()
        await look()
        #expect(database.asked.withLock { $0 } == [Self.tables, Self.tables])
    }
}
