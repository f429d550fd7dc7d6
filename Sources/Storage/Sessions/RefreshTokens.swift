/// A token by which the session of a program goes on; it counts once.
public struct RefreshToken: Hashable, Sendable {
    /// The session.
    public var sessionID: Int64
    /// The hash by which the session is found.
    public var sessionHash: [UInt8]
    /// How many there were before it in the session.
    public var generation: Int64
    /// When it was made (UTC epoch seconds).
    public var createdAt: Int64
    /// When its successor was made (UTC epoch seconds); nil while it counts.
    public var replacedAt: Int64?
}

extension Transaction {
    /// The tokens by which sessions of programs go on.
    public var refreshTokens: RefreshTokens { RefreshTokens(transaction: self) }
}

/// The tokens by which sessions of programs go on, in one transaction; of each only its hash of 32 bytes. They go with their session.
public struct RefreshTokens {
    let transaction: any Transaction

    /// Adds a token that counts; `at` is in UTC epoch seconds.
    ///
    /// - Throws: `StorageError.constraint` where the hash is taken or not of 32 bytes, or the session is gone.
    public func insert(tokenHash: [UInt8], sessionID: Int64, generation: Int64, at: Int64) throws {
        try transaction.execute(
            """
            INSERT INTO refresh_tokens (token_hash, session_id, generation, created_at)
            VALUES (:hash, :session, :generation, :at)
            """,
            [
                "hash": .bytes(tokenHash), "session": .integer(sessionID), "generation": .integer(generation),
                "at": .integer(at),
            ])
    }

    /// A token with its session and account.
    public typealias Found = (token: RefreshToken, session: Session, user: User)

    /// The token of a hash, whether it counts or not: the caller judges.
    public func find(tokenHash: [UInt8]) throws -> Found? {
        let (session, user) = (5, 5 + Session.columnCount)
        return try transaction.first(
            """
            SELECT r.session_id, r.generation, r.created_at, r.replaced_at, s.token_hash,
                \(Session.columns), \(User.columns)
            FROM refresh_tokens r JOIN sessions s ON s.session_id = r.session_id JOIN users u ON u.user_id = s.user_id
            WHERE r.token_hash = :hash
            """, ["hash": .bytes(tokenHash)]
        ) { row in
            let token = RefreshToken(
                sessionID: row.integer(0), sessionHash: row.bytes(4), generation: row.integer(1),
                createdAt: row.integer(2), replacedAt: row.optionalInteger(3))
            return (token, Session(row, from: session), User(row, from: user))
        }
    }

    /// Marks a token as one that has a successor; `at` is in UTC epoch seconds.
    public func replace(tokenHash: [UInt8], at: Int64) throws {
        try transaction.execute(
            "UPDATE refresh_tokens SET replaced_at = :at WHERE token_hash = :hash",
            ["at": .integer(at), "hash": .bytes(tokenHash)])
    }
}
