internal import CSQLite
internal import Glibc

/// A look at a file of SQLite through a connection that cannot write.
///
/// While the file is in use only SQLite itself opens it: to close another descriptor of it would take the locks of this
/// process from it.
struct SQLiteInspection {
    let path: String
    let patience: Duration

    func findings() throws(StorageError) -> DatabaseFindings {
        let bytes = try size(of: path)
        let connection = try open()
        defer { sqlite3_close_v2(connection) }
        let schema = try rows("PRAGMA user_version", connection).first.flatMap { Int($0) } ?? 0
        let mode = hasLog ? try rows("PRAGMA journal_mode", connection).first : writtenMode
        return DatabaseFindings(
            program: "SQLite \(String(cString: sqlite3_libversion()))", schema: schema,
            knownSchema: Migration.all.last?.number ?? 0, journalMode: mode, bytes: bytes,
            logBytes: (try? size(of: path + "-wal")) ?? 0, settings: schema > 0 ? try settings(connection) : [:])
    }

    func quickCheck(within limit: Duration) throws(StorageError) -> [String]? {
        _ = try size(of: path)
        let connection = try open()
        defer { sqlite3_close_v2(connection) }
        let clock = CheckClock(end: .now + limit)
        return try withExtendedLifetime(clock) { () throws(StorageError) -> [String]? in
            sqlite3_progress_handler(
                connection, 100,
                { context in
                    guard let context else { return 0 }
                    return Unmanaged<CheckClock>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
                }, Unmanaged.passUnretained(clock).toOpaque())
            do throws(StorageError) {
                return try rows("PRAGMA quick_check(10)", connection).filter { $0 != "ok" }
            } catch {
                guard !clock.wasOver else { return nil }
                throw error
            }
        }
    }

    func size(of path: String) throws(StorageError) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .failed("it is no plain file") }
        return Int64(status.st_size)
    }

    func open() throws(StorageError) -> OpaquePointer {
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(uri, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil)
        guard code == SQLITE_OK, let connection else {
            sqlite3_close_v2(connection)
            throw .failed(String(cString: sqlite3_errstr(code)))
        }
        sqlite3_busy_timeout(connection, CInt(patience / .milliseconds(1)))
        return connection
    }

    /// Whether a program has the file open, or did not end in order.
    private var hasLog: Bool { access(path + "-wal", F_OK) == 0 }

    /// The mode that the file itself says (fileformat2.html, 1.3.4): SQLite tells another one of a file that does not change.
    private var writtenMode: String? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { _ = Glibc.close(descriptor) }
        var versions: [UInt8] = [0, 0]
        guard pread(descriptor, &versions, 2, 18) == 2 else { return nil }
        return versions == [2, 2] ? "wal" : "delete"
    }

    /// Where there is no write-ahead log no program has the file open: it is then read as one that does not change, so that
    /// no file is made beside it.
    private var uri: String {
        var text = "file:"
        for byte in path.utf8 {
            let isReserved = byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%")
            if isReserved || byte < 0x21 || byte > 0x7e {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            } else {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text + "?mode=ro" + (hasLog ? "" : "&immutable=1")
    }

    private func settings(_ connection: OpaquePointer) throws(StorageError) -> [String: String] {
        let sql = "SELECT setting_key, setting_value FROM settings"
        let cells = try rows(sql, connection, columns: 2)
        let pairs = stride(from: 0, to: cells.count - 1, by: 2).map { (cells[$0], cells[$0 + 1]) }
        return Dictionary(pairs) { _, last in last }
    }

    /// The texts of all rows, one after the other.
    func rows(
        _ sql: String, _ connection: OpaquePointer, columns: CInt = 1
    ) throws(StorageError) -> [String] {
        var texts: [String] = []
        try forEach(sql, connection) { statement in
            for column in 0..<columns {
                texts.append(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
            }
        }
        return texts
    }

    /// Calls `body` for each row.
    func forEach(
        _ sql: String, _ connection: OpaquePointer, _ body: (OpaquePointer) -> Void
    ) throws(StorageError) {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw fault(connection)
        }
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            body(statement)
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw fault(connection) }
    }

    private func fault(_ connection: OpaquePointer) -> StorageError {
        let words = String(cString: sqlite3_errmsg(connection))
        switch sqlite3_errcode(connection) {
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged(words)
        default: return .failed(words)
        }
    }
}

/// Tells SQLite when a check has taken long enough; used by the one thread that checks.
private final class CheckClock {
    let end: ContinuousClock.Instant
    private(set) var wasOver = false

    init(end: ContinuousClock.Instant) { self.end = end }

    var isOver: Bool {
        wasOver = ContinuousClock.now >= end
        return wasOver
    }
}
