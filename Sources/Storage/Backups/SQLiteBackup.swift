internal import GRDB

/// A backup: one SQLite file with a copy of the database and two tables more, `backup_info` and `backup_files`.
public enum SQLiteBackup {
    /// The form of backup that this program writes, and the latest that it reads.
    public static let formatVersion = 1

    /// Who writes a backup, of what and when.
    public struct Stamp: Sendable {
        let programVersion: String
        let madeAt: Int64
        let setupID: String

        /// - Parameter madeAt: UTC epoch seconds.
        public init(programVersion: String, madeAt: Int64, setupID: String) {
            self.programVersion = programVersion
            self.madeAt = madeAt
            self.setupID = setupID
        }
    }

    /// Writes a backup into the empty file `target`, of one moment of the database at `source`, which is only read and
    /// may be written to meanwhile; then checks it. `target` is not yet flushed to the disk.
    ///
    /// - Parameter progress: is called with the pages that were copied and all of them, for every 16 MiB.
    /// - Throws: `BackupFault.newerSchema` for a database of a later BanGUI, `.damaged` for a damaged one; `StorageError`.
    public static func write(
        _ source: String, to target: String, files: [BackupFile], stamp: Stamp,
        progress: (_ copied: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws -> BackupInfo {
        try write(SQLiteCopy(source: source, target: target), files, stamp, progress)
    }

    static func write(
        _ copy: SQLiteCopy, _ files: [BackupFile], _ stamp: Stamp, _ progress: (Int, Int) throws -> Void
    ) throws -> BackupInfo {
        try translating {
            var schema = 0
            try copy.run(
                check: { schema = try BackupCheck.knownSchema(of: $0) }, progress: progress,
                finish: { copy in
                    try copy.inTransaction {
                        try enter(stamp, schema, into: copy)
                        for file in files { try enter(file, into: copy) }
                        return .commit
                    }
                })
            try check(copy.target, "quick_check")
            return BackupInfo(
                formatVersion: formatVersion, programVersion: stamp.programVersion, madeAt: stamp.madeAt,
                schema: schema, setupID: stamp.setupID)
        }
    }

    /// Checks the backup at `path` wholly, without changing it, and gives what is in it beside the database.
    ///
    /// - Throws: `BackupFault`; `StorageError` where the file cannot be read.
    public static func read(_ path: String) throws -> BackupContents {
        try translating {
            let queue = try DatabaseQueue(path: path, configuration: .untrusted(isReader: true))
            defer { try? queue.close() }
            return try queue.read { try BackupCheck(SQLiteTransaction(database: $0)).run() }
        }
    }

    /// Makes the database of the backup at `path` in the empty file `target`: without the tables of the backup, without
    /// any sign-in or token, checked. `target` is not yet flushed to the disk.
    public static func unpack(
        _ path: String, to target: String, progress: (_ copied: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws {
        try translating {
            try SQLiteCopy(source: path, target: target).run(
                check: { _ = try BackupCheck.knownSchema(of: $0) }, progress: progress,
                finish: { copy in
                    // The content of the secrets is overwritten, not only forgotten.
                    try copy.execute(sql: "PRAGMA secure_delete = ON")
                    try copy.inTransaction {
                        try copy.execute(
                            sql: "DROP TABLE backup_files; DROP TABLE backup_info; DELETE FROM sessions")
                        // What was revoked since the backup must not come back. A backup of an older schema has none.
                        for table in ["api_tokens", "refresh_tokens"] where try copy.tableExists(table) {
                            try copy.execute(sql: "DELETE FROM \(table)")
                        }
                        // Anyone may have written the index of words; it is made anew of the lines.
                        if try copy.tableExists("event_words") {
                            try copy.execute(
                                sql: "DROP TABLE event_words; DELETE FROM revisions WHERE subject = 'event-words'")
                            try copy.execute(sql: Migration.lineIndex.sql)
                        }
                        return .commit
                    }
                })
            try check(target, "quick_check")
        }
    }

    /// A value of the settings in the database or backup at `path`, which is only read.
    public static func setting(_ key: String, of path: String) throws -> String? {
        try translating {
            let queue = try DatabaseQueue(path: path, configuration: .untrusted(isReader: true))
            defer { try? queue.close() }
            return try queue.read { try SQLiteTransaction(database: $0).settings.value(key) }
        }
    }

    /// Moves the write-ahead log of the database at `path` into it, so that it is one file; its schema stays as it is.
    /// Nobody else may have it open.
    public static func settle(_ path: String) throws {
        try translating {
            let queue = try DatabaseQueue(path: path, configuration: .untrusted(isReader: false))
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try queue.close()
        }
    }

    private static func check(_ path: String, _ kind: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: .untrusted(isReader: true))
        defer { try? queue.close() }
        let words = try queue.read { try String.fetchAll($0, sql: "PRAGMA \(kind)(20)") }
        guard words == ["ok"] else { throw BackupFault.damaged(words.joined(separator: "; ")) }
    }

    private static func enter(_ stamp: Stamp, _ schema: Int, into database: GRDB.Database) throws {
        try database.execute(sql: tables)
        try SQLiteTransaction(database: database).execute(
            "INSERT INTO backup_info VALUES (:format, :program, :made, :schema, :setup)",
            [
                "format": .integer(Int64(formatVersion)), "program": .text(stamp.programVersion),
                "made": .integer(stamp.madeAt), "schema": .integer(Int64(schema)), "setup": .text(stamp.setupID),
            ])
    }

    private static func enter(_ file: BackupFile, into database: GRDB.Database) throws {
        try SQLiteTransaction(database: database).execute(
            "INSERT INTO backup_files VALUES (:name, :mode, :modified, :content)",
            [
                "name": .text(file.name), "mode": .integer(Int64(file.mode)),
                "modified": .integer(file.modifiedAt), "content": .bytes(file.content),
            ])
    }

    private static let tables = """
        CREATE TABLE backup_info (
            format_version INTEGER NOT NULL,
            program_version TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            schema_number INTEGER NOT NULL,
            setup_id TEXT NOT NULL
        ) STRICT;
        CREATE TABLE backup_files (
            name TEXT PRIMARY KEY NOT NULL,
            mode INTEGER NOT NULL,
            modified_at INTEGER NOT NULL,
            content BLOB NOT NULL
        ) STRICT;
        """

    /// Runs `body`; what SQLite says of the file becomes a `BackupFault`, all else a `StorageError`.
    static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            switch StorageError.translating(error) as? StorageError {
            case .damaged(let words): throw BackupFault.damaged(words)
            case .newerSchema(let found, let known): throw BackupFault.newerSchema(found: found, known: known)
            case .some(let error): throw error
            case nil: throw error
            }
        }
    }
}
