extension Events {
    /// Looks at some known addresses, and forgets those of which every event is older than a moment (UTC epoch seconds).
    ///
    /// - Parameters:
    ///   - limit: addresses to look at.
    ///   - key: where the call before ended; nil at the beginning.
    /// - Returns: where to go on; nil where none are left.
    func forgetAddresses(before moment: Int64, limit: Int, from key: [UInt8]? = nil) throws -> [UInt8]? {
        let known = try transaction.rows(
            "SELECT ban_key, last_day FROM event_addresses WHERE ban_key > :key ORDER BY ban_key LIMIT :limit",
            ["key": .bytes(key ?? []), "limit": .integer(Int64(limit))]
        ) { (key: $0.bytes(0), lastDay: $0.integer(1)) }
        let day = moment.milliseconds.flooredStretch(of: 86_400)
        try transaction.executeMany(
            "DELETE FROM event_addresses WHERE ban_key = :key", ["key"],
            values: known.filter { $0.lastDay < day }.map { .bytes($0.key) })
        return known.count < limit ? nil : known.last?.key
    }
}
