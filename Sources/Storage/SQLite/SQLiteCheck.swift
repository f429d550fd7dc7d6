internal import CSQLite
internal import Dispatch
internal import Glibc
internal import GRDB

/// What a look at a database's file found.
public struct DatabaseCheck: Hashable, Sendable {
    /// The number of the schema.
    public let schema: Int
    /// The first faults, in SQLite's words; empty for a sound file.
    public let faults: [String]

    /// Whether the file is sound.
    public var isSound: Bool { faults.isEmpty }
}

extension SQLiteDatabase {
    /// Reads a whole file that no program has open, such as a backup, and changes nothing.
    ///
    /// - Throws: `StorageError`: `.failed` for a file that cannot be read, `.damaged` for one that is no database of
    ///   BanGUI, `.newerSchema` for one of a later BanGUI.
    public static func check(path: String) async throws -> DatabaseCheck {
        try await withCheckedThrowingContinuation { continuation in
            // It takes as long as the file is large, and threads of tasks are few.
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(with: Result { try SQLiteCheck(path: path).run() })
            }
        }
    }
}

/// A look at a file by a connection that can only read.
private struct SQLiteCheck: ~Copyable {
    private let path: String
    private let database: OpaquePointer

    init(path: String) throws(StorageError) {
        self.path = path
        guard access(path, R_OK) == 0 else { throw .failed("\(path): \(String(cString: strerror(errno)))") }
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let code = sqlite3_open_v2(Self.address(of: path), &database, flags, nil)
        guard code == SQLITE_OK, let database else {
            sqlite3_close(database)
            throw StorageError(DatabaseError(resultCode: ResultCode(rawValue: code)))
        }
        self.database = database
    }

    deinit {
        sqlite3_close(database)
    }

    /// The file as one that nobody changes, so that nothing is written beside it; where a write-ahead log lies beside it,
    /// this is read too.
    private static func address(of path: String) -> String {
        let isPlain: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let digits = Array("0123456789ABCDEF".utf8)
        let escaped = path.utf8.flatMap { byte in
            isPlain(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        var log = stat()
        let hasLog = stat(path + "-wal", &log) == 0 && log.st_size > 0
        return "file:" + String(decoding: escaped, as: UTF8.self) + (hasLog ? "" : "?immutable=1")
    }

    func run() throws(StorageError) -> DatabaseCheck {
        let schema = Int(try texts("PRAGMA user_version").first ?? "") ?? 0
        let known = Migration.all.count
        guard schema <= known else { throw .newerSchema(found: schema, known: known) }
        let tables = try texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('users', 'revisions')")
        guard schema > 0, tables.count == 2 else { throw .damaged("\(path) is no database of BanGUI") }
        let words = try texts("PRAGMA integrity_check(20)")
        let references = try texts("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check LIMIT 20")
        let faults = words.filter { $0 != "ok" } + references.map { "rows of \($0) refer to none" }
        return DatabaseCheck(schema: schema, faults: faults)
    }

    /// The first column of each row.
    private func texts(_ sql: String) throws(StorageError) -> [String] {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(database, sql, -1, &statement, nil), SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        var texts: [String] = []
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                try check(code, SQLITE_DONE)
                return texts
            }
            if let text = sqlite3_column_text(statement, 0) { texts.append(String(cString: text)) }
        }
    }

    private func check(_ code: CInt, _ expected: CInt) throws(StorageError) {
        guard code != expected else { return }
        let words = String(cString: sqlite3_errmsg(database))
        throw StorageError(DatabaseError(resultCode: ResultCode(rawValue: code), message: words))
    }
}
