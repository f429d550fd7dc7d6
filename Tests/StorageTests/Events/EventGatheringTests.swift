import Storage
import Testing

/// Ids that many events are of, and addresses that networks hold.
struct EventGatheringTests {
    /// Events of one id, `count` a second from a moment on.
    private static func some(_ count: Int, of id: String, from: Int, _ kind: EventKind = .found) -> [EventRecord] {
        (0..<count).map { EventRecord.of(id, kind, at: Int64(from + $0 / 3), millisecond: Int64($0 % 7)) }
    }

    @Test(arguments: ["10.0.0.1", "2001:db8::1"])
    func `an id is listed whole that was seen often long ago`(id: String) async throws {
        try await withDatabase { database throws in
            var oracle = EventOracle()
            for events in [
                Self.some(2500, of: id, from: 1000), Self.some(4600, of: "192.0.2.9", from: 2000),
                Self.some(3, of: id, from: 5000, .ban),
            ] {
                let stored = try await database.append(events)
                // What the id's text tells of its address is the same in all of them.
                let read = try await EventPropertyTests.read(stored[0], database)
                for var event in stored {
                    (event.first, event.last) = (read.first, read.last)
                    oracle.events.append(event)
                }
            }
            let address = try #require(oracle.events[0].first)
            let matches: [BanQuery.Match] = [
                .text(id), .prefix(String(id.prefix(5))), .range(first: address, last: address),
            ]
            for match in matches {
                for kinds in [[], [.ban], [.found, .ban], [.unban]] as [Set<EventKind>] {
                    let query = EventQuery(filter: EventFilter(kinds: kinds, match: match), limit: 500)
                    let expected = oracle.list(query).map(\.id)
                    #expect(try await database.events(query).map(\.id) == expected, "\(match) \(kinds)")
                    let total = try await database.read { try $0.events.count(query, bound: 1000) }
                    #expect(total == EventTotal(count: min(expected.count, 1000), isMore: expected.count > 1000))
                }
            }
        }
    }

    @Test func `an address is listed with the networks that hold it`() async throws {
        try await withDatabase { database throws in
            let ids = [
                "10.0.0.0", "10.0.0.0/8", "10.0.0.0/30", "9.0.0.0/7", "8.0.0.0/6", "10.0.0.1", "::/0", "10.0.0.4/30",
            ]
            let stored = try await database.append(ids.map { .of($0, .ban) })
            for (address, wanted) in [(UInt8(0), 0b101_0111), (1, 0b111_0110), (3, 0b101_0110), (4, 0b1101_0010)] {
                let key = key(10, 0, 0, address)
                let found = try await database.events(
                    EventQuery(filter: EventFilter(match: .range(first: key, last: key))))
                let expected = stored.indices.filter { wanted >> $0 & 1 == 1 }.map { ids[$0] }
                #expect(Set(found.compactMap(\.banID)) == Set(expected), "10.0.0.\(address)")
            }
        }
    }
}
