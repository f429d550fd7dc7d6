extension Transaction {
    /// The accounts.
    public var users: Users { Users(transaction: self) }
}

/// The accounts, in one transaction.
public struct Users {
    let transaction: any Transaction

    /// Adds an account.
    ///
    /// - Parameters:
    ///   - nameKey: the name folded by the caller (case, Unicode form), by which names are unique.
    ///   - at: the moment (UTC epoch seconds), also of the password.
    /// - Throws: `StorageError.constraint` where the key is taken.
    public func insert(
        name: String, nameKey: String, passwordHash: String, isAdministrator: Bool, at: Int64
    ) throws -> User {
        let id = try transaction.first(
            """
            INSERT INTO users (name, name_key, password_hash, is_administrator, created_at, password_changed_at)
            VALUES (:name, :nameKey, :hash, :administrator, :at, :at) RETURNING user_id
            """,
            [
                "name": .text(name), "nameKey": .text(nameKey), "hash": .text(passwordHash),
                "administrator": .flag(isAdministrator), "at": .integer(at),
            ]
        ) { $0.integer(0) }
        guard let id else { throw StorageError.failed("an inserted row gave no number") }
        return User(
            id: id, name: name, passwordHash: passwordHash, isAdministrator: isAdministrator, isDisabled: false,
            createdAt: at, passwordChangedAt: at)
    }

    /// The account of that number.
    public func find(id: Int64) throws -> User? {
        try transaction.first("SELECT \(User.columns) FROM users u WHERE u.user_id = :id", ["id": .integer(id)]) {
            User($0)
        }
    }

    /// The account of that folded name.
    public func find(nameKey: String) throws -> User? {
        try transaction.first(
            "SELECT \(User.columns) FROM users u WHERE u.name_key = :nameKey", ["nameKey": .text(nameKey)]
        ) { User($0) }
    }

    /// Every account, by its folded name.
    public func all() throws -> [User] {
        try transaction.rows("SELECT \(User.columns) FROM users u ORDER BY u.name_key") { User($0) }
    }

    /// How many administrators may sign in.
    public func activeAdministrators() throws -> Int {
        try count("SELECT COUNT(*) FROM users WHERE is_administrator = 1 AND is_disabled = 0")
    }

    /// How many accounts there are.
    public func count() throws -> Int {
        try count("SELECT COUNT(*) FROM users")
    }

    /// Sets a new password, at a moment (UTC epoch seconds).
    public func setPassword(_ hash: String, of id: Int64, at: Int64) throws {
        try transaction.execute(
            "UPDATE users SET password_hash = :hash, password_changed_at = :at WHERE user_id = :id",
            ["hash": .text(hash), "at": .integer(at), "id": .integer(id)])
    }

    /// Keeps the same password under a stronger hash; the moment of the password stays.
    public func rehash(_ hash: String, of id: Int64) throws {
        try transaction.execute(
            "UPDATE users SET password_hash = :hash WHERE user_id = :id", ["hash": .text(hash), "id": .integer(id)])
    }

    /// Sets whether the account may not sign in.
    public func setDisabled(_ isDisabled: Bool, of id: Int64) throws {
        try transaction.execute(
            "UPDATE users SET is_disabled = :flag WHERE user_id = :id",
            ["flag": .flag(isDisabled), "id": .integer(id)])
    }

    /// Sets whether the account may do everything.
    public func setAdministrator(_ isAdministrator: Bool, of id: Int64) throws {
        try transaction.execute(
            "UPDATE users SET is_administrator = :flag WHERE user_id = :id",
            ["flag": .flag(isAdministrator), "id": .integer(id)])
    }

    /// Removes the account with its sessions and profile; what it did stays, under its name.
    public func delete(id: Int64) throws {
        try transaction.execute("DELETE FROM users WHERE user_id = :id", ["id": .integer(id)])
    }

    private func count(_ sql: String) throws -> Int {
        Int(try transaction.first(sql) { $0.integer(0) } ?? 0)
    }
}

extension User {
    /// The columns that `init(_:from:)` reads, of `users u`.
    static let columns = """
        u.user_id, u.name, u.password_hash, u.is_administrator, u.is_disabled, u.created_at, u.password_changed_at
        """

    static let columnCount = 7

    /// Reads `columns`, the first of them at `start`.
    init(_ row: any Row, from start: Int = 0) {
        self.init(
            id: row.integer(start), name: row.text(start + 1), passwordHash: row.text(start + 2),
            isAdministrator: row.flag(start + 3), isDisabled: row.flag(start + 4), createdAt: row.integer(start + 5),
            passwordChangedAt: row.integer(start + 6))
    }
}
