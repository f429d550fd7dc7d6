extension Transaction {
    /// The tokens that people made for programs.
    public var apiTokens: APITokens { APITokens(transaction: self) }
}

/// The tokens that people made for programs, in one transaction; a token itself is never stored, only its hash of 32 bytes.
public struct APITokens {
    let transaction: any Transaction

    /// Adds a token that was not used yet; times are UTC epoch seconds.
    ///
    /// - Parameter nameKey: the name folded by the caller, by which the names of an account are unique.
    /// - Throws: `StorageError.constraint` where hash or name are taken, the hash is not of 32 bytes, or the account is gone.
    public func insert(
        tokenHash: [UInt8], userID: Int64, name: String, nameKey: String, scopes: String, createdAt: Int64,
        expiresAt: Int64
    ) throws -> APIToken {
        let id = try transaction.first(
            """
            INSERT INTO api_tokens (token_hash, user_id, name, name_key, scopes, created_at, expires_at)
            VALUES (:hash, :user, :name, :nameKey, :scopes, :created, :expires) RETURNING token_id
            """,
            [
                "hash": .bytes(tokenHash), "user": .integer(userID), "name": .text(name), "nameKey": .text(nameKey),
                "scopes": .text(scopes), "created": .integer(createdAt), "expires": .integer(expiresAt),
            ]
        ) { $0.integer(0) }
        guard let id else { throw StorageError.failed("an inserted row gave no number") }
        return APIToken(
            id: id, userID: userID, name: name, scopes: scopes, createdAt: createdAt, expiresAt: expiresAt)
    }

    /// A token and whose it is.
    public typealias Found = (token: APIToken, user: User)

    /// The token of a hash with its account, whether expired, disabled or not: the caller judges.
    public func find(tokenHash: [UInt8]) throws -> Found? {
        try transaction.first(
            """
            SELECT \(APIToken.columns), \(User.columns)
            FROM api_tokens t JOIN users u ON u.user_id = t.user_id WHERE t.token_hash = :hash
            """, ["hash": .bytes(tokenHash)]
        ) { (APIToken($0), User($0, from: APIToken.columnCount)) }
    }

    /// The token of that number.
    public func find(id: Int64) throws -> APIToken? {
        try transaction.first(
            "SELECT \(APIToken.columns) FROM api_tokens t WHERE t.token_id = :id", ["id": .integer(id)]
        ) { APIToken($0) }
    }

    /// The token of an account by its folded name.
    public func find(nameKey: String, of userID: Int64) throws -> APIToken? {
        try transaction.first(
            "SELECT \(APIToken.columns) FROM api_tokens t WHERE t.user_id = :user AND t.name_key = :nameKey",
            ["user": .integer(userID), "nameKey": .text(nameKey)]
        ) { APIToken($0) }
    }

    /// The tokens of an account, by name; of every account, by account, where none is given.
    public func list(userID: Int64? = nil) throws -> [APIToken] {
        let condition = userID == nil ? "" : "WHERE t.user_id = :user"
        return try transaction.rows(
            "SELECT \(APIToken.columns) FROM api_tokens t \(condition) ORDER BY t.user_id, t.name_key",
            userID.map { ["user": .integer($0)] } ?? [:]
        ) { APIToken($0) }
    }

    /// Ends a token; false where there was none.
    public func delete(id: Int64) throws -> Bool {
        try transaction.execute("DELETE FROM api_tokens WHERE token_id = :id", ["id": .integer(id)]) > 0
    }

    /// Ends the tokens of an account and gives how many.
    public func delete(userID: Int64) throws -> Int {
        try transaction.execute("DELETE FROM api_tokens WHERE user_id = :user", ["user": .integer(userID)])
    }

    /// Forgets the tokens that ended before a moment (UTC epoch seconds) and gives how many.
    public func deleteExpired(before moment: Int64) throws -> Int {
        try transaction.execute("DELETE FROM api_tokens WHERE expires_at < :moment", ["moment": .integer(moment)])
    }

    /// Whether any ended before a moment (UTC epoch seconds).
    public func hasExpired(before moment: Int64) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM api_tokens WHERE expires_at < :moment LIMIT 1", ["moment": .integer(moment)]
        ) { _ in true } ?? false
    }

    /// Notes that a token was used, at a moment (UTC epoch seconds) from an address; an earlier moment than the last one
    /// changes nothing.
    public func touch(id: Int64, at moment: Int64, address: String) throws {
        try transaction.execute(
            """
            UPDATE api_tokens SET last_used_at = :moment, last_address = :address
            WHERE token_id = :id AND (last_used_at IS NULL OR last_used_at < :moment)
            """, ["moment": .integer(moment), "address": .text(address), "id": .integer(id)])
    }
}

extension APIToken {
    /// The columns that `init(_:)` reads, of `api_tokens t`.
    static let columns = """
        t.token_id, t.user_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.last_address
        """
    static let columnCount = 8

    init(_ row: any Row) {
        self.init(
            id: row.integer(0), userID: row.integer(1), name: row.text(2), scopes: row.text(3),
            createdAt: row.integer(4), expiresAt: row.integer(5), lastUsedAt: row.optionalInteger(6),
            lastAddress: row.optionalText(7))
    }
}
