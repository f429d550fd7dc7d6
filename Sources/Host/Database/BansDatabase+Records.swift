import CSQLite
import Fail2ban

extension BansDatabase {
    /// Rows in one statement: some milliseconds of lock, with all their matched lines.
    private static let recordBatch = 64
    /// Lines of more bytes than this, all of a ban together, are left where they are: they would fill the memory.
    private static let longestData = 1 << 20
    private static let data = "CASE WHEN length(data) <= \(longestData) THEN data END"

    /// Bans since a moment in UTC epoch seconds, by time, at most `limit`. Where the file is damaged it is read around the
    /// damage as far as it goes, and only one of which nothing can be read is an error.
    func recordedBans(since moment: Int64, limit: Int) throws(Failure) -> [RecordedBan] {
        let connection = try open()
        defer { sqlite3_close_v2(connection) }
        var bans: [RecordedBan] = []
        var place = (time: moment, row: Int64.min)
        while bans.count < limit {
            let wanted = min(Self.recordBatch, limit - bans.count)
            var rows: [(row: Int64, ban: RecordedBan)] = []
            do throws(Failure) {
                rows = try window(connection, after: place, limit: wanted)
            } catch {
                guard error.isDamaged else { throw error }
                return try salvage(connection, since: moment, limit: limit, error)
            }
            bans += rows.map(\.ban)
            guard rows.count == wanted, let last = rows.last else { break }
            place = (last.ban.bannedAt, last.row)
        }
        return bans
    }

    /// The next rows after a place. With the jails named it uses the index of jail and time; alone by time it would
    /// look at every row.
    private func window(
        _ connection: OpaquePointer, after place: (time: Int64, row: Int64), limit: Int
    ) throws(Failure) -> [(row: Int64, ban: RecordedBan)] {
        let sql = """
            SELECT b.rowid, b.jail, b.ip, b.timeofban, b.bantime, b.bancount, \(Self.data) FROM
                (SELECT rowid AS place FROM bans WHERE jail IN (SELECT name FROM jails) AND timeofban >= ?1
                    AND (timeofban > ?1 OR rowid > ?2) ORDER BY timeofban, rowid LIMIT ?3) AS s
                JOIN bans AS b ON b.rowid = s.place ORDER BY b.timeofban, b.rowid
            """
        var rows: [(row: Int64, ban: RecordedBan)] = []
        if let failure = try step(connection, sql, [place.time, place.row, Int64(limit)], { rows.append($0) }) {
            throw failure
        }
        return rows
    }

    /// Rows of a damaged file: from its beginning up to the damage, and from its end back to it.
    private func salvage(
        _ connection: OpaquePointer, since moment: Int64, limit: Int, _ cause: Failure
    ) throws(Failure) -> [RecordedBan] {
        var found: [Int64: RecordedBan] = [:]
        for order in ["ASC", "DESC"] {
            let sql = """
                SELECT rowid, jail, ip, timeofban, bantime, bancount, \(Self.data) FROM bans NOT INDEXED
                    WHERE +timeofban >= ?1 ORDER BY rowid \(order)
                """
            let failure = try step(connection, sql, [moment]) { found[$0.row] = $0.ban }
            if failure == nil { break }
        }
        guard !found.isEmpty else { throw cause }
        let sorted = found.sorted { ($0.value.bannedAt, $0.key) < ($1.value.bannedAt, $1.key) }
        return sorted.prefix(limit).map(\.value)
    }

    /// Hands out the rows of a statement, and gives what ended it before its time.
    private func step(
        _ connection: OpaquePointer, _ sql: String, _ values: [Int64],
        _ body: ((row: Int64, ban: RecordedBan)) -> Void
    ) throws(Failure) -> Failure? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw failure(connection)
        }
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() { sqlite3_bind_int64(statement, Int32(index + 1), value) }
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            body((sqlite3_column_int64(statement, 0), RecordedBan(statement)))
            code = sqlite3_step(statement)
        }
        return code == SQLITE_DONE ? nil : failure(connection)
    }
}

extension RecordedBan {
    /// Takes columns 1 to 6 of the row that a statement stands at.
    fileprivate init(_ statement: OpaquePointer?) {
        func bytes(_ column: Int32) -> [UInt8] {
            guard let start = sqlite3_column_blob(statement, column) else { return [] }
            return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
        }
        let data = TicketData(bytes(6))
        self.init(
            jail: JailName(existing: String(decoding: bytes(1), as: UTF8.self)),
            id: BanID(reading: String(decoding: bytes(2), as: UTF8.self)),
            bannedAt: sqlite3_column_int64(statement, 3), time: BanTime(fail2ban: sqlite3_column_int64(statement, 4)),
            count: Int(sqlite3_column_int64(statement, 5)), failures: data.failures, matches: data.matches)
    }
}
