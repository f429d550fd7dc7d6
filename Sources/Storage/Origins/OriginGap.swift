extension Events {
    /// The last event without an origin of those of an id, within some ids; nil where each has one.
    ///
    /// - Parameters:
    ///   - first: the first id that is looked at.
    ///   - end: the id behind the last that is.
    public func lastWithoutOrigin(from first: Int64, before end: Int64) throws -> Int64? {
        try transaction.first(
            Self.lastWithoutOrigin, ["begin": .integer(first), "end": .integer(end)]
        ) { $0.integer(0) }
    }

    static let lastWithoutOrigin = """
        SELECT event_id FROM events
        WHERE event_id >= :begin AND event_id < :end AND origin_number IS NULL AND ban_key IS NOT NULL
        ORDER BY event_id DESC LIMIT 1
        """
}
