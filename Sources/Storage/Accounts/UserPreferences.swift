extension Transaction {
    /// What people chose for themselves.
    public var preferences: UserPreferences { UserPreferences(transaction: self) }
}

/// What people chose for themselves, in one transaction: a text of at most 200 characters for each key.
public struct UserPreferences {
    let transaction: any Transaction

    /// What an account chose, by key; what it did not choose is not there.
    public func all(of userID: Int64) throws -> [String: String] {
        let pairs = try transaction.rows(
            "SELECT preference_key, preference_value FROM preferences WHERE user_id = :user",
            ["user": .integer(userID)]
        ) { ($0.text(0), $0.text(1)) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Stores a choice in place of the one before.
    ///
    /// - Throws: `StorageError.constraint` where the account is gone or the value too long.
    public func set(_ key: String, _ value: String, of userID: Int64) throws {
        try transaction.execute(
            """
            INSERT INTO preferences (user_id, preference_key, preference_value) VALUES (:user, :key, :value)
            ON CONFLICT (user_id, preference_key) DO UPDATE SET preference_value = excluded.preference_value
            """, ["user": .integer(userID), "key": .text(key), "value": .text(value)])
    }

    /// Forgets a choice.
    public func remove(_ key: String, of userID: Int64) throws {
        try transaction.execute(
            "DELETE FROM preferences WHERE user_id = :user AND preference_key = :key",
            ["user": .integer(userID), "key": .text(key)])
    }
}
