import CSQLite
import Fail2ban
import Foundation
import Host
import TestSupport
import Testing

@testable import struct Host.BansDatabase
@testable import struct Host.TicketData

@Suite struct RecordedBanTests {
    private static let schema = """
        CREATE TABLE jails(name TEXT NOT NULL UNIQUE, enabled INTEGER NOT NULL DEFAULT 1);
        CREATE TABLE bans(jail TEXT NOT NULL, ip TEXT, timeofban INTEGER NOT NULL, bantime INTEGER NOT NULL,
            bancount INTEGER NOT NULL default 1, data JSON);
        CREATE INDEX bans_jail_timeofban_ip ON bans(jail, timeofban);
        CREATE TABLE bips(ip TEXT NOT NULL, jail TEXT NOT NULL, timeofban INTEGER NOT NULL, bantime INTEGER NOT NULL,
            bancount INTEGER NOT NULL DEFAULT 1, data JSON, PRIMARY KEY(ip, jail));
        INSERT INTO jails(name) VALUES('one'), ('two');
        """

    private func make(_ path: String, _ sql: String) {
        var connection: OpaquePointer?
        #expect(sqlite3_open(path, &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)
    }

    @Test func `bans since a moment come by time with all that is known of them`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("db")
        make(
            path,
            Self.schema + """
                INSERT INTO bans VALUES('one', '192.0.2.2', 300, -1, 4, CAST('{"matches": ["a", ["b", "c", "d"]],
                    "failures": 3, "ip4": "x"}' AS BLOB)), ('one', '192.0.2.1', 100, 600, 1, NULL),
                    ('two', 'user', 200, -2, 1, CAST('{"matches": [], "fail' AS BLOB)), ('two', '', 99, 1, 1, NULL);
                """)
        let database = BansDatabase(path: path)
        let bans = try database.recordedBans(since: 100, limit: 10)
        #expect(bans.map(\.bannedAt) == [100, 200, 300])
        #expect(
            bans[0]
                == RecordedBan(
                    jail: JailName(existing: "one"), id: BanID(reading: "192.0.2.1"), bannedAt: 100,
                    time: .seconds(600), count: 1,
                    failures: 0, matches: []))
        #expect(bans[1].id == .raw("user"))
        #expect(bans[1].time == nil)
        #expect(bans[2].time == .permanent)
        #expect(bans[2].count == 4)
        #expect(bans[2].failures == 3)
        #expect(bans[2].matches == [Array("a".utf8), Array("bcd".utf8)])
        #expect(try database.recordedBans(since: 100, limit: 2).map(\.bannedAt) == [100, 200])
        #expect(try database.recordedBans(since: 301, limit: 2).isEmpty)
        #expect(try database.recordedBans(since: 0, limit: 1).map(\.id) == [.raw("")])
    }

    @Test func `many bans of one second come once each`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("db")
        make(
            path,
            Self.schema + """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
                INSERT INTO bans SELECT 'one', 'id' || i, 1000 + i / 1500, 60, 1, NULL FROM n;
                """)
        let bans = try BansDatabase(path: path).recordedBans(since: 0, limit: 5000)
        #expect(bans.map(\.id.text) == (0..<3000).map { "id\($0)" })
    }

    @Test func `lines that someone made very long are cut, and those of many megabytes left where they are`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("db")
        let long = String(repeating: "x", count: 20_000)
        make(
            path,
            Self.schema + """
                INSERT INTO bans VALUES ('one', 'long', 1000, 60, 1, CAST('{"failures": 5, "matches": ["\(long)", "y"]}' AS BLOB));
                INSERT INTO bans VALUES ('one', 'huge', 1001, 60, 1, zeroblob(2000000));
                """)
        let bans = try BansDatabase(path: path).recordedBans(since: 0, limit: 10)
        #expect(bans.map(\.id.text) == ["long", "huge"])
        #expect(bans[0].matches.map(\.count) == [TicketData.longestLine, 1])
        #expect(bans[1].matches.isEmpty)
    }

    @Test func `a database that is locked and one that is damaged are told by their errors`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("db")
        make(path, Self.schema)
        var connection: OpaquePointer?
        #expect(sqlite3_open(path, &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, "BEGIN EXCLUSIVE", nil, nil, nil) == SQLITE_OK)
        let locked = #expect(throws: BansDatabase.Failure.self) {
            try BansDatabase(path: path).recordedBans(since: 0, limit: 1)
        }
        #expect(locked?.isLocked == true)
        sqlite3_close(connection)
        let text = try folder.write(String(repeating: "no database ", count: 1000), to: "text")
        let damaged = #expect(throws: BansDatabase.Failure.self) {
            try BansDatabase(path: text).recordedBans(since: 0, limit: 1)
        }
        #expect(damaged?.isDamaged == true)
        #expect(BansDatabase(path: text).fault?.isDamaged == true)
    }

    @Test func `damage of some pages does not lose the rest`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("db")
        make(
            path,
            "PRAGMA page_size = 4096;" + Self.schema + """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
                INSERT INTO bans SELECT 'one', 'id' || i, 1000 + i, 60, 1, zeroblob(1000) FROM n;
                """)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let middle = bytes.count / 8192 * 4096
        bytes.replaceSubrange(middle..<(middle + 4096), with: Data(repeating: 0xab, count: 4096))
        try bytes.write(to: URL(fileURLWithPath: path))
        let bans = try BansDatabase(path: path).recordedBans(since: 1000, limit: 5000)
        #expect(bans.count > 1900)
        #expect(bans.count < 2000)
        #expect(bans.first?.id == .raw("id0"))
        #expect(bans.last?.id == .raw("id1999"))
    }

    @Test func `matched lines survive as bytes, the ten newest`() {
        func matches(_ json: [UInt8]) -> [[UInt8]] { TicketData(json).matches }
        let raw = Array(#"{"failures": 12.0, "matches": [""#.utf8) + [0xff, 0xe9] + Array(#""]}"#.utf8)
        #expect(matches(raw) == [[0xff, 0xe9]])
        #expect(TicketData(raw).failures == 12)
        let escaped =
            #" {"matches" : ["\u00e9\udcff\ud83d\ude00\ud83d \n\"\\\/", 5, null, ["a", 1, "b"], {"x": []}, "z"]} "#
        #expect(
            matches(Array(escaped.utf8))
                == [Array("é".utf8) + [0xff] + Array("😀\u{fffd} \n\"\\/".utf8), Array("ab".utf8), Array("z".utf8)])
        let many = #"{"matches": ["# + (0..<15).map { "\"\($0)\"" }.joined(separator: ",") + "]}"
        #expect(matches(Array(many.utf8)).map { String(decoding: $0, as: UTF8.self) } == (5..<15).map(String.init))
    }

    @Test func `what is no JSON and what is too deep is survived`() {
        for text in [
            "", "{", "[", "{}", "null", #"{"matches"#, #"{"matches": ["#, #"{"matches": ["a"#, #"{"matches": ["\u12"#,
            ",",
            #"{"failures": }"#, #"{"failures": 99999999999999999999}"#, #"{"a": NaN, "failures": 2}"#, "\"", "{:}",
            "{\"\":",
        ] {
            _ = TicketData(Array(text.utf8))
        }
        #expect(TicketData(Array(#"{"a": NaN, "b": -Infinity, "failures": 2}"#.utf8)).failures == 2)
        let deep = String(repeating: "[", count: 100_000)
        #expect(TicketData(Array(("{\"a\": " + deep).utf8)) == TicketData([]))
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "matches", "failures", "1", " ", "é", "\"matches\": [",
        ]
        for _ in 0..<5000 {
            let text = (0..<20).map { _ in pieces.randomElement(using: &generator)! }.joined()
            _ = TicketData(Array("{\(text)".utf8))
        }
    }

    @Test(arguments: Fail2banRelease.all)
    func `a real daemon's records are read, with what it keeps for its next start`(_ release: Fail2banRelease)
        async throws
    {
        let fail2ban = try await RealFail2ban.start(
            [TestJail("one"), TestJail("two", ["bantime": "-1"])], release: release)
        let host = try await TwoWayHost(fail2ban)
        #expect(try await host.blindSpots() == [])
        fail2ban.attack(from: "192.0.2.1", on: "one")
        _ = try await host.ban(try ids("192.0.2.2"), in: two)
        #expect(await eventually { (try? await host.recordedBans(since: 0, limit: 10).count) == 2 })
        let bans = try await host.recordedBans(since: 0, limit: 10)
        let found = try #require(bans.first { $0.jail == one })
        #expect(found.failures == 3)
        #expect(found.matches.count == 3)
        #expect(found.matches.allSatisfy { String(decoding: $0, as: UTF8.self).hasSuffix(" failure from 192.0.2.1") })
        #expect(found.time == .seconds(600))
        let standing = try await host.standingBans(of: try ids("192.0.2.1", "192.0.2.2"), in: two)
        #expect(standing?.keys.map(\.text) == ["192.0.2.2"])
        #expect(standing?.values.first?.time == .permanent)
        _ = try await host.unban(try ids("192.0.2.2"), in: two)
        #expect(try await host.standingBans(of: try ids("192.0.2.2"), in: two) == [:])
        #expect(try await host.recordedBans(since: 0, limit: 10).count == 1)
    }

    @Test func `what cannot be seen is named`() async throws {
        let fail2ban = try await RealFail2ban.start()
        let host = try await TwoWayHost(fail2ban)
        _ = try fail2ban.client(["set", "loglevel", "NOTICE"])
        #expect(try await host.blindSpots() == [.logLevel("NOTICE")])
        _ = try fail2ban.client(["set", "loglevel", "DEBUG"])
        try "no".write(toFile: fail2ban.databasePath, atomically: true, encoding: .utf8)
        let path = fail2ban.databasePath
        #expect(try await host.blindSpots() == [.databaseUnreadable(path: path, reason: "file is not a database")])
        _ = try fail2ban.client(["set", "logtarget", "STDOUT"])
        #expect(try await host.blindSpots().contains(.logTarget("STDOUT")))
        #expect(try await host.log(after: [], limit: 1).generations.isEmpty)
        let target = fail2ban.folder.file("gone.log")
        _ = try fail2ban.client(["set", "logtarget", target])
        try FileManager.default.removeItem(atPath: target)
        #expect(try await host.blindSpots().contains(.logUnreadable(path: target, reason: "no such file")))
    }
}
