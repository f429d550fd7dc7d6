internal import GRDB

/// Looks at all of a backup, which anyone may have written, in one read transaction.
struct BackupCheck {
    private let transaction: SQLiteTransaction

    init(_ transaction: SQLiteTransaction) { self.transaction = transaction }

    /// What is in it beside the database; throws `BackupFault`.
    func run() throws -> BackupContents {
        try checkTables()
        let info = try info()
        guard info.formatVersion <= SQLiteBackup.formatVersion else {
            throw BackupFault.newerFormat(found: info.formatVersion, known: SQLiteBackup.formatVersion)
        }
        let schema = try Self.knownSchema(of: transaction.database)
        guard schema == info.schema, schema > 0, info.formatVersion > 0, !info.setupID.isEmpty else {
            throw BackupFault.notBackup("it contradicts itself")
        }
        try checkSchema(schema)
        let words = try transaction.rows("PRAGMA integrity_check(20)") { $0.text(0) }
        guard words == ["ok"] else { throw BackupFault.damaged(words.joined(separator: "; ")) }
        return BackupContents(info: info, files: try files())
    }

    /// The number of the schema, where this program knows it.
    static func knownSchema(of database: GRDB.Database) throws -> Int {
        let found = try Migrator.version(database)
        try Migrator.check(found, known: Migration.all)
        return found
    }

    private func checkTables() throws {
        for (table, columns) in [
            ("backup_info", ["format_version", "program_version", "made_at", "schema_number", "setup_id"]),
            ("backup_files", ["name", "mode", "modified_at", "content"]),
        ] {
            let found = try transaction.rows(
                """
                SELECT c.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
                WHERE s.type = 'table' AND s.name = :table ORDER BY c.cid
                """, ["table": .text(table)]
            ) { $0.text(0) }
            guard !found.isEmpty else { throw BackupFault.notBackup("it has no table \(table)") }
            // A later form may have more columns; it is told by its number then.
            guard found.starts(with: columns) else { throw BackupFault.notBackup("its table \(table) is another one") }
        }
    }

    private func info() throws -> BackupInfo {
        let found = try transaction.rows(
            "SELECT format_version, program_version, made_at, schema_number, setup_id FROM backup_info LIMIT 2"
        ) { row in
            BackupInfo(
                formatVersion: Int(row.integer(0)), programVersion: row.text(1), madeAt: row.integer(2),
                schema: Int(row.integer(3)), setupID: row.text(4))
        }
        guard found.count == 1, let info = found.first else {
            throw BackupFault.notBackup("its table backup_info has not one row")
        }
        return info
    }

    /// All that the schema of that number has must be there, and nothing more that acts by itself.
    private func checkSchema(_ number: Int) throws {
        let model = try DatabaseQueue()
        let expected = try model.writeWithoutTransaction { database in
            for migration in Migration.all where migration.number <= number {
                try database.execute(sql: migration.sql)
            }
            return try Self.objects(SQLiteTransaction(database: database))
        }
        try model.close()
        let found = try Self.objects(transaction)
        guard let missing = expected.subtracting(found).first else {
            guard let surplus = found.subtracting(expected).first(where: \.acts) else { return }
            throw BackupFault.notBackup("it has a \(surplus.kind) \(surplus.name), which BanGUI does not make")
        }
        throw BackupFault.notBackup("it lacks the \(missing.kind) \(missing.name)")
    }

    private struct Object: Hashable {
        let kind: String
        let name: String
        let table: String
        /// Whether it does something when rows are read or written.
        var acts: Bool { kind == "trigger" || kind == "view" }
    }

    private static func objects(_ transaction: SQLiteTransaction) throws -> Set<Object> {
        let sql = "SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        return Set(try transaction.rows(sql) { Object(kind: $0.text(0), name: $0.text(1), table: $0.text(2)) })
    }

    /// No file of BanGUI's is larger than 64 KiB, and there are three.
    private func files() throws -> [BackupFile] {
        let sizes = try transaction.rows("SELECT length(content) FROM backup_files LIMIT 17") { $0.integer(0) }
        guard sizes.count <= 16, sizes.allSatisfy({ $0 <= 65_536 }) else {
            throw BackupFault.notBackup("it holds more than the files of BanGUI")
        }
        let files = try transaction.rows("SELECT name, mode, modified_at, content FROM backup_files ORDER BY name") {
            BackupFile(
                name: $0.text(0), mode: Int($0.integer(1)), modifiedAt: $0.integer(2), content: $0.bytes(3))
        }
        guard Set(files.map(\.name)).count == files.count else {
            throw BackupFault.notBackup("it holds a file twice")
        }
        return files
    }
}
