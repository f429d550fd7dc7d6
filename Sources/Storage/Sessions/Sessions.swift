extension Transaction {
    /// The sign-ins.
    public var sessions: Sessions { Sessions(transaction: self) }
}

/// The sign-ins, in one transaction; a token itself is never stored, only its hash of 32 bytes.
public struct Sessions {
    let transaction: any Transaction

    /// Adds a session, last seen at its beginning; times are UTC epoch seconds. Its number is the moment of its beginning at least, so
    /// that it is given to no other when the session is gone: the audit log goes on naming it.
    ///
    /// - Throws: `StorageError.constraint` where the hash is taken or not of 32 bytes, or the account is gone.
    public func insert(
        tokenHash: [UInt8], userID: Int64, createdAt: Int64, expiresAt: Int64, address: String, userAgent: String,
        isProgram: Bool = false
    ) throws -> Session {
        let id = try transaction.first(
            """
            INSERT INTO sessions (session_id, token_hash, user_id, created_at, expires_at, last_seen_at, address,
                user_agent, is_program)
            VALUES ((SELECT CASE WHEN m.next > :created THEN m.next ELSE :created END
                FROM (SELECT COALESCE(MAX(session_id), 0) + 1 AS next FROM sessions) m), :hash, :user, :created, :expires, :created, :address, :agent, :program) RETURNING session_id
            """,
            [
                "hash": .bytes(tokenHash), "user": .integer(userID), "created": .integer(createdAt),
                "expires": .integer(expiresAt), "address": .text(address), "agent": .text(userAgent),
                "program": .flag(isProgram),
            ]
        ) { $0.integer(0) }
        guard let id else { throw StorageError.failed("an inserted row gave no number") }
        return Session(
            id: id, userID: userID, createdAt: createdAt, expiresAt: expiresAt, lastSeenAt: createdAt,
            address: address, userAgent: userAgent, isProgram: isProgram)
    }

    /// A session, whose it is, and what that person chose.
    public typealias Found = (session: Session, user: User, preferences: [String: String])

    /// The session of a token's hash with its account, whether expired, disabled or not: the caller judges.
    public func find(tokenHash: [UInt8]) throws -> Found? {
        let (user, choice) = (Session.columnCount, Session.columnCount + User.columnCount)
        // One row for each choice, or one without any: every request asks this, so it is one statement.
        let rows = try transaction.rows(
            """
            SELECT \(Session.columns), \(User.columns), p.preference_key, p.preference_value
            FROM sessions s JOIN users u ON u.user_id = s.user_id
            LEFT JOIN preferences p ON p.user_id = s.user_id WHERE s.token_hash = :hash
            """, ["hash": .bytes(tokenHash)]
        ) { row in
            let pair = row.isNull(choice) ? nil : (row.text(choice), row.text(choice + 1))
            return (Session(row), User(row, from: user), pair)
        }
        guard let (session, user, _) = rows.first else { return nil }
        return (session, user, Dictionary(rows.compactMap(\.2)) { first, _ in first })
    }

    /// The session of that number.
    public func find(id: Int64) throws -> Session? {
        try transaction.first(
            "SELECT \(Session.columns) FROM sessions s WHERE s.session_id = :id", ["id": .integer(id)]
        ) { Session($0) }
    }

    /// The sessions of an account, last seen first.
    public func list(userID: Int64) throws -> [Session] {
        try transaction.rows(
            """
            SELECT \(Session.columns) FROM sessions s WHERE s.user_id = :user
            ORDER BY s.last_seen_at DESC, s.session_id DESC
            """, ["user": .integer(userID)]
        ) { Session($0) }
    }

    /// Who has a session that has not ended at a moment (UTC epoch seconds), and the address it was last used from.
    public func people(until moment: Int64) throws -> [(name: String, address: String)] {
        try transaction.rows(
            """
            SELECT DISTINCT u.name, s.address FROM sessions s JOIN users u ON u.user_id = s.user_id
            WHERE s.expires_at > :moment ORDER BY u.name, s.address
            """, ["moment": .integer(moment)]
        ) { ($0.text(0), $0.text(1)) }
    }

    /// Ends a session; false where there was none.
    public func delete(id: Int64) throws -> Bool {
        try transaction.execute("DELETE FROM sessions WHERE session_id = :id", ["id": .integer(id)]) > 0
    }

    /// Ends the sessions of an account, but for one, and gives how many.
    public func delete(userID: Int64, except kept: Int64?) throws -> Int {
        try transaction.execute(
            "DELETE FROM sessions WHERE user_id = :user AND session_id <> :kept",
            ["user": .integer(userID), "kept": .integer(kept ?? 0)])
    }

    /// Forgets the sessions that ended before a moment (UTC epoch seconds) and gives how many.
    public func deleteExpired(before moment: Int64) throws -> Int {
        try transaction.execute("DELETE FROM sessions WHERE expires_at < :moment", ["moment": .integer(moment)])
    }

    /// Whether any ended before a moment (UTC epoch seconds).
    public func hasExpired(before moment: Int64) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM sessions WHERE expires_at < :moment LIMIT 1", ["moment": .integer(moment)]
        ) { _ in true } ?? false
    }

    /// How many have not ended at a moment (UTC epoch seconds).
    public func count(at moment: Int64) throws -> Int {
        try transaction.first(
            "SELECT COUNT(*) FROM sessions WHERE expires_at > :moment", ["moment": .integer(moment)]
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Notes that a session was used, at a moment (UTC epoch seconds) from an address.
    public func touch(id: Int64, at moment: Int64, address: String) throws {
        try transaction.execute(
            "UPDATE sessions SET last_seen_at = :moment, address = :address WHERE session_id = :id",
            ["moment": .integer(moment), "address": .text(address), "id": .integer(id)])
    }
}

extension Session {
    /// The columns that `init(_:)` reads, of `sessions s`.
    static let columns = """
        s.session_id, s.user_id, s.created_at, s.expires_at, s.last_seen_at, s.address, s.user_agent, s.is_program
        """
    static let columnCount = 8

    /// Reads `columns`, the first of them at `start`.
    init(_ row: any Row, from start: Int = 0) {
        self.init(
            id: row.integer(start), userID: row.integer(start + 1), createdAt: row.integer(start + 2),
            expiresAt: row.integer(start + 3), lastSeenAt: row.integer(start + 4), address: row.text(start + 5),
            userAgent: row.text(start + 6), isProgram: row.flag(start + 7))
    }
}
