import Storage
import Testing

struct EventAppendTests {
    @Test func `events get ids in their order and are read as they were written`() async throws {
        try await withDatabase { database throws in
            var ban = EventRecord.of("192.0.2.7", .ban, at: 1_790_000_000, millisecond: 123, why: .failures, offset: 0)
            ban.utcOffset = 7200
            ban.banTime = 600
            ban.count = 2
            ban.failures = 5
            ban.recordedAt = 1_789_999_999
            ban.repeats = 3
            ban.isEnforced = false
            ban.note = "nft: no such set"
            ban.operationID = "abc"
            let written = [
                ban, .of("2001:db8::7", at: 1_790_000_001, offset: 80), .of("198.51.100.0/24", .unban, why: .hand),
                .of("2001:db8::/32", .restore, why: .started), .of("user \u{e9}", .ignore),
                .of(String(repeating: "x", count: 200), .attempt), .of(nil, .jail, why: .stopped),
                .of(nil, .daemon, jail: nil, source: .socket),
            ]
            let stored = try await database.append(written)
            #expect(stored.map(\.id) == Array(1...8))
            for (stored, written) in zip(stored, written) {
                var expected = written
                expected.id = stored.id
                let read = try await database.read { try $0.events.find(id: stored.id) }
                // What an id means is told by its text.
                expected.first = read?.first
                expected.last = read?.last
                #expect(read == expected)
            }
            #expect(try await database.read { try $0.events.find(id: 1)?.first } == key(192, 0, 2, 7))
            #expect(try await database.read { try $0.events.find(id: 3)?.last } == key(198, 51, 100, 255))
            #expect(try await database.read { try $0.events.find(id: 5)?.first } == nil)
            #expect(try await database.read { try $0.events.latestID() } == 8)
        }
    }

    @Test func `a line that is stored is passed over, in one batch or in the next`() async throws {
        try await withDatabase { database throws in
            let lines = (0..<10).map { EventRecord.of("192.0.2.\($0)", offset: Int64($0) * 100) }
            #expect(try await database.append(lines + lines).count == 10)
            #expect(try await database.append(lines) == [])
            #expect(try await database.append([.of("192.0.2.1", offset: 150)]).count == 1)
            // The same offset of another generation, or of another host's log, is another line.
            #expect(try await database.append([.of("192.0.2.1", offset: 100, generation: 2)]).count == 1)
            #expect(try await database.append([.of("192.0.2.1", host: "other", offset: 100)]).count == 1)
            #expect(try await database.append([.of("192.0.2.1"), .of("192.0.2.1")]).count == 2)
            let events = try await database.events()
            #expect(events.count == 15)
            let hours = try await database.read { try $0.events.hours(from: 0, to: 3600) }
            #expect(hours == [EventHour(at: 0, kind: .found, count: 15)])
        }
    }
}

extension EventAppendTests {
    @Test func `two servers that read the same log store each line once, in the order of its id`() async throws {
        try await withFolder { folder throws in
            let databases = try (0..<2).map { _ in try SQLiteDatabase(path: folder + "/b.sqlite", busyTimeout: 60) }
            let lines = (0..<400).map { EventRecord.of("192.0.2.\($0 % 9)", jail: "jail \($0 % 7)", offset: Int64($0)) }
            let stored = try await withThrowingTaskGroup(of: [EventRecord].self) { group in
                for (number, database) in databases.enumerated() {
                    group.addTask {
                        var stored: [EventRecord] = []
                        var start = 0
                        while start < lines.count {
                            let end = min(start + 23 + 14 * number, lines.count)
                            stored += try await database.append(Array(lines[start..<end]))
                            start = end
                        }
                        return stored
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(stored.compactMap(\.place?.offset).sorted() == (0..<400).map { Int64($0) })
            #expect(Set(stored.map(\.id)).count == 400)
            let streamed = try await databases[0].read { try $0.events.after(id: 0, limit: 1000).events }
            #expect(streamed.map(\.id) == stored.map(\.id).sorted())
            #expect(try await databases[1].read { try $0.events.count(EventQuery()).count } == 400)
            for database in databases { await database.close() }
        }
    }
}
