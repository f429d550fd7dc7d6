import Storage
import Testing

/// How the bans of a start came back.
struct EventRestorationTests {
    @Test func `the bans of a start are those up to a pause, of one host and of no other kind`() async throws {
        try await withDatabase { database throws in
            let start: Int64 = 10_000
            var events = (0..<100).map {
                EventRecord.of("192.0.2.\($0)", .restore, at: start + $0 / 10, millisecond: $0 % 10 * 100, offset: $0)
            }
            events += [
                .of("192.0.2.1", .restore, at: start - 5, offset: 200),
                .of("192.0.2.1", .ban, at: start + 20, offset: 201),
                .of("198.51.100.1", .restore, jail: "web", at: start + 30, millisecond: 7, offset: 202),
                .of("192.0.2.1", .restore, host: "other", at: start + 40, offset: 203),
                .of("192.0.2.1", .restore, at: start + 70, offset: 204),
            ]
            try await database.append(events)
            func told(_ moment: Int64) async throws -> Restoration? {
                try await database.read { try $0.events.restoration(host: "local", since: moment) }
            }
            #expect(try await told(start) == Restoration(bans: 101, first: start * 1000, last: (start + 30) * 1000 + 7))
            #expect(try await told(start + 60)?.bans == 1)
            #expect(try await told(start + 71) == nil)
            #expect(try await database.read { try $0.events.restoration(host: "none", since: 0) } == nil)
        }
    }
}
