import Storage
import Testing

@testable import Console

/// What a stretch of time is told from.
@Suite struct DashboardCountsTests {
    private func event(_ id: String, _ kind: EventKind, at: Int64, jail: String = "one") -> EventRecord {
        EventRecord(host: "local", at: at, kind: kind, source: .log, jail: jail, banID: id)
    }

    private func figures(
        _ events: [EventRecord], banned: Int, parts: [Range<Int64>], now: Int64
    ) async throws -> DashboardFigures {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("b.sqlite"))
        let counts = try await database.write(.telemetry) { transaction in
            _ = try transaction.events.append(events)
            let bans = (0..<banned).map {
                BanRecord(
                    host: "local", jail: "one", id: "10.0.0.\($0)", first: nil, last: nil, bannedAt: 1, endsAt: nil,
                    isPermanent: false, count: nil, isEnforced: $0 != 0, note: nil)
            }
            try transaction.bans.replace(host: "local", jail: "one", with: bans)
            return try DashboardCounts(transaction, parts: parts, host: "local", now: now)
        }
        await database.close()
        return counts.figures(parts: parts)
    }

    @Test func `bans in force are counted back from now, and a restart leaves no dent`() async throws {
        let found = try await figures(
            [
                event("192.0.2.1", .ban, at: 150), event("192.0.2.2", .ban, at: 250),
                event("192.0.2.1", .repeal, at: 260), event("192.0.2.1", .restore, at: 270),
                event("192.0.2.3", .unban, at: 280), event("192.0.2.4", .ban, at: 350),
            ], banned: 5, parts: [100..<200, 200..<300], now: 400)
        // 5 now, 4 before the last ban, as many before a ban and an unban, 3 before the first.
        #expect(found.levels == [3, 4, 4] && found.banned == 5)
        #expect(found.failing == [FailingJail(name: "one", bans: 1)])
        #expect(found.jails.map(\.bans) == [[1, 1]] && found.bans == 2)
    }

    @Test func `what was before is told where anything is known of that time`() async throws {
        let day: Int64 = 86_400
        // What did something before only is counted there, and listed nowhere.
        let old = event("192.0.2.1", .found, at: day)
        let past = event("192.0.2.1", .found, at: 2 * day, jail: "past")
        let new = [event("192.0.2.1", .found, at: 3 * day), event("192.0.2.2", .attempt, at: 3 * day, jail: "two")]
        let parts = [3 * day..<4 * day]
        let known = try await figures([old, past] + new, banned: 0, parts: parts, now: 5 * day)
        #expect(known.before == .init(span: 2 * day..<3 * day, attempts: 1, bans: 0, newAddresses: 0))
        #expect(known.jails.map(\.name) == ["one", "two"])
        #expect(known.attempts == 2 && known.newAddresses == [1] && !known.isNew)
        #expect(try await figures(new, banned: 0, parts: parts, now: 5 * day).before == nil)
        let empty = try await figures([], banned: 0, parts: parts, now: 5 * day)
        #expect(empty.isNew && empty.isEmpty && empty.levels == [0, 0])
    }

    @Test func `jails stand in the order of their attempts, then of their bans`() async throws {
        let found = try await figures(
            [
                event("192.0.2.1", .found, at: 10, jail: "a"), event("192.0.2.1", .found, at: 20, jail: "b"),
                event("192.0.2.1", .ban, at: 20, jail: "b"), event("192.0.2.1", .found, at: 10, jail: "c"),
                event("192.0.2.1", .found, at: 11, jail: "c"), event("192.0.2.1", .unban, at: 11, jail: "d"),
            ], banned: 0, parts: [0..<100], now: 100)
        #expect(found.jails.map(\.name) == ["c", "b", "a"])
    }
}
