import Storage
import Testing

/// What the rules of identity ask for.
struct EventPairingTests {
    static func ban(_ id: String, at: Int64, _ kind: EventKind = .ban, jail: String = "sshd") -> EventRecord {
        .of(id, kind, jail: jail, at: at, offset: at)
    }

    static func stored(_ events: [EventRecord], _ database: any Database) async throws -> [Int64] {
        try await database.append(events).map(\.id)
    }

    @Test(arguments: ["192.0.2.7", "2001:db8::/32", "user", String(repeating: "u", count: 80)])
    func `a record pairs with the first ban that has none`(id: String) async throws {
        try await withDatabase { database throws in
            let other = id + "0"
            let ids = try await Self.stored(
                [
                    Self.ban(id, at: 100), Self.ban(id, at: 150, .found), Self.ban(id, at: 200, .restore),
                    Self.ban(id, at: 201, jail: "other"), Self.ban(other, at: 202), Self.ban(id, at: 300),
                ], database)
            func unpaired(_ from: Int64, _ through: Int64 = .max) async throws -> Int64? {
                try await database.read {
                    try $0.unpaired(UnpairedBan(jail: "sshd", id: id, from: from, through: through))
                }
            }
            #expect(try await unpaired(0) == ids[0])
            #expect(try await unpaired(100) == ids[0])
            #expect(try await unpaired(101) == ids[2])
            #expect(try await unpaired(101, 199) == nil)
            #expect(try await unpaired(201) == ids[5])
            #expect(try await unpaired(301) == nil)
            try await database.write { transaction in
                var event = try #require(try transaction.events.find(id: ids[2]))
                event.recordedAt = 198
                event.banTime = 600
                try transaction.events.amend(event, lines: [Array("a \u{e9}".utf8), [0xff, 0x00], []])
            }
            #expect(try await unpaired(101) == ids[5])
            let found = try await database.read { transaction in
                let asked = [
                    ("sshd", id, 198), ("sshd", id, 199), ("other", id, 198), ("sshd", other, 198), ("sshd", id, 198),
                ].map { RecordPlace(jail: $0, id: $1, recordedAt: $2) }
                return try transaction.events.recorded(host: "local", asked)
                    + transaction.events.recorded(host: "other", Array(asked.prefix(1)))
            }
            #expect(found.map { $0?.id } == [ids[2], nil, nil, nil, ids[2], nil])
            let lines = try await database.read { try $0.events.lines(of: ids) }
            #expect(lines == [ids[2]: [Array("a \u{e9}".utf8), [0xff, 0x00], []]])
            func last(_ through: Int64) async throws -> Int64? {
                try await database.read {
                    try $0.events.lastBan(host: "local", jail: "sshd", id: id, through: through)?.id
                }
            }
            let lasts = try await [last(99), last(100), last(199), last(200), last(.max)]
            #expect(lasts == [nil, ids[0], ids[0], ids[2], ids[5]])
        }
    }

    @Test func `milliseconds of the second asked for are within it`() async throws {
        try await withDatabase { database throws in
            try await database.append([.of("192.0.2.7", .ban, at: 100, millisecond: 999, offset: 1)])
            let found = try await database.read { transaction in
                [
                    try transaction.events.lastBan(host: "local", jail: "sshd", id: "192.0.2.7", through: 100)?.id,
                    try transaction.events.lastBan(host: "local", jail: "sshd", id: "192.0.2.7", through: 99)?.id,
                    try transaction.unpaired(UnpairedBan(jail: "sshd", id: "192.0.2.7", from: 100, through: 100)),
                ]
            }
            #expect(found == [1, nil, 1])
        }
    }

    @Test func `a late line takes over what another source told of`() async throws {
        try await withDatabase { database throws in
            let ids = try await Self.stored(
                [
                    .of("192.0.2.7", .ban, at: 100, offset: 1), .of("192.0.2.7", .ban, at: 3500, source: .database),
                    .of("192.0.2.7", .unban, at: 3550, source: .socket),
                    .of("192.0.2.8", .ban, at: 3500, source: .database),
                    .of("192.0.2.7", .ban, jail: "other", at: 3500, source: .database),
                ], database)
            func unplaced(_ from: Int64, _ through: Int64, _ kinds: Set<EventKind> = [.ban, .restore]) async throws
                -> Int64?
            {
                try await database.read {
                    try $0.events.unplaced(
                        host: "local", jail: "sshd", id: "192.0.2.7", kinds: kinds, from: from, through: through
                    ).first?.id
                }
            }
            #expect(try await unplaced(0, 4000) == ids[1])
            #expect(try await unplaced(0, 4000, [.unban]) == ids[2])
            #expect(try await unplaced(0, 3499) == nil)
            #expect(try await unplaced(3501, 4000) == nil)
            try await database.write { transaction in
                var event = try #require(try transaction.events.find(id: ids[1]))
                event.at = 3601
                event.millisecond = 7
                event.kind = .restore
                event.why = .started
                event.source = .log
                event.place = EventPlace(generation: generation(1), offset: 900)
                try transaction.events.amend(event)
            }
            #expect(try await unplaced(0, 4000) == nil)
            // Its line is known now.
            #expect(try await database.append([.of("192.0.2.7", .restore, at: 3601, offset: 900)]) == [])
            let hours = try await database.read {
                try $0.events.hours(from: 0, to: 7200, filter: EventFilter(jails: ["sshd"]))
            }
            #expect(
                hours == [
                    EventHour(at: 0, kind: .ban, count: 2), EventHour(at: 0, kind: .unban, count: 1),
                    EventHour(at: 3600, kind: .restore, count: 1),
                ])
            let restored = try await database.events(EventQuery(filter: EventFilter(kinds: [.restore])))
            #expect(restored.map(\.id) == [ids[1]])
        }
    }

    @Test func `what was only seen pairs where its own time agrees with the record's`() async throws {
        try await withDatabase { database throws in
            var vague = EventRecord.of("192.0.2.7", .ban, at: 3000, source: .socket)
            vague.since = 2900
            let ids = try await database.append([
                .of("192.0.2.7", .restore, at: 1000, source: .socket),
                .of("192.0.2.7", .ban, at: 2000, source: .socket),
                vague,
            ]).map(\.id)
            func unpaired(_ from: Int64, exact: Int64, vague: Int64) async throws -> Int64? {
                try await database.read {
                    try $0.unpaired(
                        UnpairedBan(jail: "sshd", id: "192.0.2.7", from: from, exact: exact, vague: vague))
                }
            }
            #expect(try await unpaired(900, exact: 2000, vague: 2000) == ids[1])
            #expect(try await unpaired(900, exact: 1999, vague: 2899) == nil)
            #expect(try await unpaired(900, exact: 1999, vague: 2900) == ids[2])
            #expect(try await database.events().map(\.since) == [2900, nil, nil])
        }
    }

    @Test func `an event cannot take the place of another's line`() async throws {
        try await withDatabase { database throws in
            try await database.append([.of("192.0.2.7", offset: 1), .of("192.0.2.7", offset: 2)])
            await #expect(throws: StorageError.self) {
                try await database.write { transaction in
                    var event = try #require(try transaction.events.find(id: 2))
                    event.place?.offset = 1
                    try transaction.events.amend(event)
                }
            }
        }
    }
}

extension Transaction {
    /// The number of the event that answers a question; nil where none does.
    fileprivate func unpaired(_ question: UnpairedBan) throws -> Int64? {
        try events.unpairedBans(host: "local", [question])[0]?.id
    }
}
