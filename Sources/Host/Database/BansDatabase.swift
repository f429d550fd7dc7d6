import CSQLite
import Fail2ban

/// One row of `bips`: the newest ban of an id in a jail.
struct BanRow: Equatable, Sendable {
    /// UTC epoch seconds.
    var bannedAt: Int64
    /// What was granted then; nil where the database does not know.
    var time: BanTime?
    /// How often the id was banned.
    var count: Int
}

/// fail2ban's own database, read beside the daemon.
///
/// It is opened for each reading and left at once: a lock held for five seconds costs fail2ban bans. `immutable` is
/// never asked for, which reads torn pages while the daemon writes.
struct BansDatabase {
    let path: String

    /// Ids in one statement: a few milliseconds of lock.
    private static let batch = 500

    /// Why nothing could be read, as SQLite says it.
    struct Failure: Error, Equatable {
        let code: Int32
        let message: String

        /// Whether another program holds the database for longer than is waited.
        var isLocked: Bool { code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED }
        /// Whether what was read makes no sense to SQLite.
        var isDamaged: Bool { code & 0xff == SQLITE_CORRUPT || code & 0xff == SQLITE_NOTADB }
    }

    /// Whether this process can read it.
    var isReadable: Bool { fault == nil }

    /// Why this process cannot read it; nil where it can.
    var fault: Failure? {
        do throws(Failure) {
            _ = try rows(of: [""], jail: "")
            return nil
        } catch {
            return error
        }
    }

    /// The rows of those ids that have one, by id.
    func rows(of ids: [String], jail: String) throws(Failure) -> [String: BanRow] {
        let connection = try open()
        defer { sqlite3_close_v2(connection) }
        var rows: [String: BanRow] = [:]
        for start in stride(from: 0, to: ids.count, by: Self.batch) {
            let batch = Array(ids[start..<min(start + Self.batch, ids.count)])
            try read(batch, jail, connection, into: &rows)
        }
        return rows
    }

    func open() throws(Failure) -> OpaquePointer {
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(uri, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil)
        guard code == SQLITE_OK, let connection else {
            sqlite3_close_v2(connection)
            throw Failure(code: code, message: String(cString: sqlite3_errstr(code)))
        }
        // The daemon's transactions take milliseconds; measured, none was ever met with 2 s.
        sqlite3_busy_timeout(connection, 2000)
        return connection
    }

    /// The path as SQLite's URI wants it.
    private var uri: String {
        var text = "file:"
        for byte in path.utf8 {
            let isReserved = byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%")
            if isReserved || byte < 0x21 || byte > 0x7e {
                let digits = Array("0123456789ABCDEF".unicodeScalars)
                text += "%"
                text.unicodeScalars.append(digits[Int(byte >> 4)])
                text.unicodeScalars.append(digits[Int(byte & 15)])
            } else {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text + "?mode=ro"
    }

    private func read(
        _ ids: [String], _ jail: String, _ connection: OpaquePointer, into rows: inout [String: BanRow]
    ) throws(Failure) {
        let places = Array(repeating: "?", count: ids.count).joined(separator: ",")
        let sql = "SELECT ip, timeofban, bantime, bancount FROM bips WHERE jail = ? AND ip IN (\(places))"
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw failure(connection)
        }
        defer { sqlite3_finalize(statement) }
        for (index, text) in ([jail] + ids).enumerated() {
            // SQLITE_TRANSIENT: SQLite copies the text.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            guard sqlite3_bind_text(statement, Int32(index + 1), text, -1, transient) == SQLITE_OK else {
                throw failure(connection)
            }
        }
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            let id = sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? ""
            rows[id] = BanRow(
                bannedAt: sqlite3_column_int64(statement, 1),
                time: BanTime(fail2ban: sqlite3_column_int64(statement, 2)),
                count: Int(sqlite3_column_int64(statement, 3)))
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw failure(connection) }
    }

    func failure(_ connection: OpaquePointer) -> Failure {
        Failure(code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
    }
}
