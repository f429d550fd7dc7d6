internal import CSQLite
internal import Glibc
internal import GRDB

/// The file of a database: who may read it, and whether it may be opened at all.
struct SQLiteFile {
    let path: String

    /// Sees to it that the file exists, for its owner only, and holds a schema that this program knows. SQLite gives
    /// `-wal` and `-shm` the mode of the file.
    func prepare() throws {
        // 3.37 is the first with STRICT tables.
        guard sqlite3_libversion_number() >= 3_037_000 else {
            throw StorageError.failed("SQLite \(String(cString: sqlite3_libversion())) is too old: 3.37 is needed")
        }
        // A file that exists is not opened here: to close it would give up the locks of this process on it.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno == EEXIST else { throw failure() }
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        for suffix in ["", "-wal", "-shm"] where suffix.isEmpty || access(path + suffix, F_OK) == 0 {
            guard chmod(path + suffix, 0o600) == 0 else { throw failure() }
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure() }
        if status.st_size > 0 { try checkSchema() }
    }

    /// Refuses a newer schema. The connection can only read: one that may write would move the write-ahead log into
    /// the file when it closes. A program that was killed before the file was in WAL mode has left a rollback journal
    /// instead, which only a connection that may write can undo.
    private func checkSchema() throws {
        var configuration = Configuration()
        configuration.readonly = access(path + "-journal", F_OK) != 0
        configuration.busyMode = .timeout(5)
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let found = try database.read { try Migrator.version($0) }
        try database.close()
        try Migrator.check(found, known: Migration.all)
    }

    private func failure() -> StorageError {
        .failed("\(path): \(String(cString: strerror(errno)))")
    }
}
