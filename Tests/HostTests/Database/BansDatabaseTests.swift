import CSQLite
import Fail2ban
import TestSupport
import Testing

@testable import Host

@Suite struct BansDatabaseTests {
    private func make(_ path: String, _ sql: String) {
        var connection: OpaquePointer?
        #expect(sqlite3_open(path, &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)
    }

    private static let bips = """
        CREATE TABLE bips(ip TEXT NOT NULL, jail TEXT NOT NULL, timeofban INTEGER NOT NULL, bantime INTEGER NOT NULL,
            bancount INTEGER NOT NULL DEFAULT 1, data JSON, PRIMARY KEY(ip, jail));
        INSERT INTO bips VALUES('192.0.2.1', 'one', 1700000000, 600, 2, NULL), ('192.0.2.2', 'one', 5, -1, 1, NULL),
            ('192.0.2.3', 'one', 6, -2, 1, NULL), ('192.0.2.1', 'two', 7, 60, 1, NULL);
        """

    @Test func `rows of the asked ids in the asked jail are read, in as many statements as it takes`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a b?c%d.sqlite3")
        make(path, Self.bips)
        let database = BansDatabase(path: path)
        #expect(database.isReadable)
        let ids = (0..<1200).map { "10.0.0.\($0)" } + ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
        let rows = try database.rows(of: ids, jail: "one")
        #expect(rows["192.0.2.1"] == BanRow(bannedAt: 1_700_000_000, time: .seconds(600), count: 2))
        #expect(rows["192.0.2.2"]?.time == .permanent)
        #expect(rows["192.0.2.3"] == BanRow(bannedAt: 6, time: nil, count: 1))
        #expect(rows.count == 3)
    }

    @Test func `a file that is missing, damaged or something else gives an error and is left as it is`() throws {
        let folder = try TemporaryFolder()
        let missing = BansDatabase(path: folder.file("missing"))
        #expect(!missing.isReadable)
        #expect(throws: BansDatabase.Failure.self) { try missing.rows(of: ["a"], jail: "one") }
        #expect(SystemFile.identity(folder.file("missing")) == nil)
        let text = BansDatabase(path: try folder.write(String(repeating: "no database ", count: 1000), to: "text"))
        #expect(throws: BansDatabase.Failure.self) { try text.rows(of: ["a"], jail: "one") }
    }

    @Test func `times of a row count only for the ban that the daemon tells`() throws {
        let fail2banLine = LocalTime("2026-11-21 00:04:58".utf8)
        let local = try #require(fail2banLine?.inZoneOfMachine)
        #expect(HostBan.isSameMoment(local, local))
        #expect(HostBan.isSameMoment(local + 1, local))
        #expect(HostBan.isSameMoment(local - 5 * 3600 - 2700, local))
        #expect(!HostBan.isSameMoment(local - 100, local))
        #expect(!HostBan.isSameMoment(local - 40 * 3600, local))
    }

    @Test func `a row that has ended tells no end of a ban that is in force`() {
        let row = BanRow(bannedAt: 1000, time: .seconds(60), count: 3)
        #expect(HostBan(.raw("a"), row: row, now: 1059).time == .seconds(60))
        #expect(HostBan(.raw("a"), row: row, now: 2000) == HostBan(id: .raw("a"), bannedAt: 1000, time: nil, count: 3))
        #expect(HostBan(.raw("a"), row: nil, now: 0) == HostBan(id: .raw("a")))
    }
}
