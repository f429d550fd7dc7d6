import FoundationEssentials
import GRDB
import Testing

@testable import Storage

struct BackupCheckTests {
    @Test(arguments: [
        "DROP TABLE backup_info", "DROP TABLE backup_files", "DELETE FROM backup_info",
        "INSERT INTO backup_info SELECT * FROM backup_info", "UPDATE backup_info SET setup_id = ''",
        "UPDATE backup_info SET schema_number = 1", "PRAGMA user_version = 1", "PRAGMA user_version = 0",
        "UPDATE backup_info SET format_version = 0", "DROP TABLE planned_ends", "DROP INDEX events_by_time",
        "CREATE TRIGGER t AFTER DELETE ON sessions BEGIN UPDATE users SET is_administrator = 1; END",
        "CREATE VIEW v AS SELECT 1", "UPDATE backup_files SET content = zeroblob(65537)",
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
        INSERT INTO backup_files SELECT 'n' || i, 384, 1, x'' FROM n
        """,
        "DROP TABLE backup_files; CREATE VIEW backup_files AS SELECT 1 AS name, 1 AS mode, 1 AS modified_at, 1 AS content",
        "DROP TABLE backup_info; CREATE TABLE backup_info (format_version, other)",
    ])
    func `what is no whole backup of BanGUI is refused`(sql: String) async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            try backup.execute(sql)
            let error = #expect(throws: BackupFault.self) { try SQLiteBackup.read(backup.path) }
            guard case .notBackup = error else { throw try #require(error) }
        }
    }

    @Test func `later forms and schemas are refused by their numbers`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            try backup.execute("PRAGMA user_version = 9000; UPDATE backup_info SET schema_number = 9000")
            #expect(throws: BackupFault.newerSchema(found: 9000, known: Migration.all.count)) {
                try SQLiteBackup.read(backup.path)
            }
            try backup.execute(
                "ALTER TABLE backup_info ADD COLUMN more TEXT; UPDATE backup_info SET format_version = 2")
            #expect(throws: BackupFault.newerFormat(found: 2, known: 1)) { try SQLiteBackup.read(backup.path) }
        }
    }

    @Test func `a file of anything else is refused and left as it is`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            #expect(throws: BackupFault.notBackup("it has no table backup_info")) {
                try SQLiteBackup.read(folder + "/b.sqlite")
            }
            let text = Data(String(repeating: "this is no database\n", count: 500).utf8)
            try backup.write(text)
            let error = #expect(throws: BackupFault.self) { try SQLiteBackup.read(backup.path) }
            guard case .damaged = error else { throw try #require(error) }
            #expect(try backup.bytes() == text)
            try backup.write(Data())
            #expect(throws: BackupFault.self) { try SQLiteBackup.read(backup.path) }
            #expect(throws: StorageError.self) { try SQLiteBackup.read(folder + "/nowhere") }
        }
    }

    @Test func `a file cut off anywhere is refused`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            let whole = try backup.bytes()
            for part in [1, 50, 99, 512, 4096, 8192, whole.count / 2, whole.count - 4096, whole.count - 1] {
                try backup.write(whole.prefix(part))
                #expect(throws: BackupFault.self, "\(part) bytes") { try SQLiteBackup.read(backup.path) }
            }
        }
    }

    @Test func `turned bytes in the tree of any table are found`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            let whole = try backup.bytes()
            for page in stride(from: 1, to: whole.count / 4096, by: 7) {
                var bytes = whole
                // The head of a page: its kind, the number of its cells and where they are.
                bytes.replaceSubrange(page * 4096..<page * 4096 + 12, with: repeatElement(0x5a, count: 12))
                try backup.write(bytes)
                let result = Swift.Result { try SQLiteBackup.read(backup.path) }
                // Pages that only continue a long value have no such head; their content is not checked by SQLite.
                guard case .failure(let error) = result else { continue }
                #expect(error is BackupFault, "\(error)")
            }
        }
    }
}
