internal import Storage

/// The addresses (or IPv6 /64s) from which a person has signed in, the last eight: a flood of wrong passwords from
/// elsewhere does not lock them out there.
enum KnownAddresses {
    private static let limit = 8

    // Not the name of a setting: the dot keeps it apart.
    private static func key(_ userID: Int64) -> String { "known_addresses.\(userID)" }

    static func contain(_ key: TryTable.Key, of userID: Int64, _ transaction: any Transaction) throws -> Bool {
        try list(userID, transaction).contains(key.text)
    }

    static func add(_ key: TryTable.Key, of userID: Int64, at now: Int64, _ transaction: any Transaction) throws {
        var texts = try list(userID, transaction)
        guard texts.first != key.text else { return }
        texts.removeAll { $0 == key.text }
        texts.insert(key.text, at: 0)
        try transaction.settings.set(
            Self.key(userID), texts.prefix(limit).joined(separator: " "), at: now, by: userID)
    }

    static func forget(_ userID: Int64, _ transaction: any Transaction) throws {
        try transaction.settings.remove(key(userID))
    }

    private static func list(_ userID: Int64, _ transaction: any Transaction) throws -> [String] {
        guard let text = try transaction.settings.value(key(userID)) else { return [] }
        return text.utf8.split(separator: 32).map { String(decoding: Array($0), as: UTF8.self) }
    }
}
