extension Transaction {
    /// The settings.
    public var settings: Settings { Settings(transaction: self) }
}

/// What was set by a person in place of a default, in one transaction.
public struct Settings {
    let transaction: any Transaction

    /// The value of a key; nil where nothing was set.
    public func value(_ key: String) throws -> String? {
        try transaction.first(
            "SELECT setting_value FROM settings WHERE setting_key = :key", ["key": .text(key)]
        ) { $0.text(0) }
    }

    /// Everything that was set.
    public func all() throws -> [String: String] {
        let pairs = try transaction.rows("SELECT setting_key, setting_value FROM settings") { ($0.text(0), $0.text(1)) }
        return Dictionary(pairs) { _, last in last }
    }

    /// Sets a key, at a moment (UTC epoch seconds), by an account or by nobody.
    public func set(_ key: String, _ value: String, at moment: Int64, by user: Int64?) throws {
        try transaction.execute(
            """
            INSERT INTO settings (setting_key, setting_value, changed_at, changed_by)
            VALUES (:key, :value, :moment, :user)
            ON CONFLICT (setting_key) DO UPDATE SET setting_value = excluded.setting_value,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            ["key": .text(key), "value": .text(value), "moment": .integer(moment), "user": .optional(user)])
    }

    /// Goes back to the default.
    public func remove(_ key: String) throws {
        try transaction.execute("DELETE FROM settings WHERE setting_key = :key", ["key": .text(key)])
    }
}
