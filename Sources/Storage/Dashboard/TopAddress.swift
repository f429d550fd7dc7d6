/// An address and what it did in a stretch of time.
public struct TopAddress: Hashable, Sendable {
    /// The address, in fail2ban's text form.
    public var id: String
    /// Failures found and failures told by command.
    public var attempts: Int64
    /// Bans.
    public var bans: Int64
    /// Its last such event, in UTC epoch seconds.
    public var lastAt: Int64

    /// Takes each part as it is.
    public init(id: String, attempts: Int64, bans: Int64, lastAt: Int64) {
        self.id = id
        self.attempts = attempts
        self.bans = bans
        self.lastAt = lastAt
    }
}

/// An address that was seen for the first time.
public struct NewAddress: Hashable, Sendable {
    /// The address, in fail2ban's text form.
    public var id: String
    /// When, in UTC epoch seconds.
    public var firstAt: Int64

    /// Takes each part as it is.
    public init(id: String, firstAt: Int64) {
        self.id = id
        self.firstAt = firstAt
    }
}

extension Events {
    /// The addresses that were seen for the first time in a stretch of time, the last first.
    public func latestNewAddresses(in stretch: Range<Int64>, limit: Int) throws -> [NewAddress] {
        try transaction.rows(
            Self.latestNew,
            [
                "low": .integer(stretch.lowerBound.milliseconds), "high": .integer(stretch.upperBound.milliseconds),
                "limit": .integer(Int64(limit)),
            ]
        ) { NewAddress(id: EventKey.text(of: $0.bytes(0)), firstAt: $0.integer(1).flooredSecond) }
    }

    static let latestNew = """
        SELECT ban_key, first_ms FROM event_addresses WHERE first_ms >= :low AND first_ms < :high
        ORDER BY first_ms DESC, ban_key LIMIT :limit
        """
}
