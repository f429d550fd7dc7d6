import Storage
import Testing

/// Totals of all times, for those who watch.
struct EventTotalsTests {
    @Test func `totals do not fall when events are removed, and days that were counted are not counted again`()
        async throws
    {
        try await withDatabase { database throws in
            let day: Int64 = 86_400
            try await database.append(
                (0..<10).map { EventRecord.of("192.0.2.1", .ban, at: $0 * day, offset: $0) })
            try await database.append([.of("192.0.2.2", .found, at: 9 * day + 60, offset: 10)])
            func totals(before moment: Int64) async throws -> [EventKind: Int64] {
                try await database.read { transaction in
                    let past = try transaction.events.totals(before: moment)
                    let counts = try transaction.events.totals(beginning: past)
                    return Dictionary(counts.map { ($0.kind, $0.count) }) { $0 + $1 }
                }
            }
            for moment in [0, 4 * day + 5, 20 * day] {
                #expect(try await totals(before: moment) == [.ban: 10, .found: 1], "\(moment)")
            }
            let past = try await database.read { try $0.events.totals(before: 5 * day) }
            _ = try await database.write(.telemetry) { try $0.events.remove(before: 7 * day, limit: 100) }
            try await database.append([.of("192.0.2.1", .ban, at: 10 * day, offset: 11)])
            let later = try await database.read { try $0.events.totals(beginning: past) }
            #expect(later.first { $0.kind == .ban }?.count == 11)
        }
    }
}
