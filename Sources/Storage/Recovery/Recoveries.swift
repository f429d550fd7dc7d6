extension Transaction {
    /// Starts of fail2ban.
    public var recoveries: Recoveries { Recoveries(transaction: self) }
}

/// One start of fail2ban through BanGUI.
public struct StoredRecovery: Hashable, Sendable {
    /// Its number; 0 before it has one.
    public var id: Int64
    /// The host.
    public var host: String
    /// When it began, in UTC epoch seconds.
    public var beganAt: Int64
    /// When it ended; nil while it is under way.
    public var endedAt: Int64?
    /// Whether BanGUI did it by itself.
    public var isAutomatic: Bool
    /// Who did it.
    public var actor: String
    /// How the daemon had ended.
    public var ending: String
    /// Why a person did it.
    public var reason: String?
    /// What came of it; nil while it is under way.
    public var result: String?
    /// More of it.
    public var detail: String?

    /// Takes each part as it is.
    public init(
        id: Int64 = 0, host: String, beganAt: Int64, endedAt: Int64? = nil, isAutomatic: Bool, actor: String,
        ending: String, reason: String? = nil, result: String? = nil, detail: String? = nil
    ) {
        self.id = id
        self.host = host
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.isAutomatic = isAutomatic
        self.actor = actor
        self.ending = ending
        self.reason = reason
        self.result = result
        self.detail = detail
    }
}

/// What bounds the starts of a host's fail2ban; moments are UTC epoch seconds.
public struct StoredRecoveryState: Hashable, Sendable {
    /// When BanGUI started it by itself, the earliest first.
    public var starts: [Int64]
    /// Since when a start is under way; nil where none is.
    public var startingSince: Int64?
    /// Before when it is not started again; nil where nothing waits.
    public var cooldownUntil: Int64?
    /// Since when it is started no more; nil where it may be.
    public var blockedAt: Int64?

    /// Takes each part as it is.
    public init(
        starts: [Int64] = [], startingSince: Int64? = nil, cooldownUntil: Int64? = nil, blockedAt: Int64? = nil
    ) {
        self.starts = starts
        self.startingSince = startingSince
        self.cooldownUntil = cooldownUntil
        self.blockedAt = blockedAt
    }
}

/// Starts of fail2ban and what bounds them, in one transaction.
public struct Recoveries {
    /// How many starts of a host are kept.
    public static let kept: Int64 = 200

    let transaction: any Transaction

    /// What bounds the starts of a host; nothing where nothing was stored.
    public func state(host: String) throws -> StoredRecoveryState {
        try transaction.first(
            "SELECT starts, starting_since, cooldown_until, blocked_at FROM recovery_states WHERE host = :host",
            ["host": .text(host)]
        ) { row in
            StoredRecoveryState(
                starts: row.text(0).split(separator: " ").compactMap { Int64($0) },
                startingSince: row.optionalInteger(1), cooldownUntil: row.optionalInteger(2),
                blockedAt: row.optionalInteger(3))
        } ?? StoredRecoveryState()
    }

    /// Keeps what bounds the starts of a host, in place of what did before.
    public func save(_ state: StoredRecoveryState, host: String) throws {
        try transaction.execute(
            """
            INSERT INTO recovery_states (host, starts, starting_since, cooldown_until, blocked_at)
            VALUES (:host, :starts, :starting, :cooldown, :blocked)
            ON CONFLICT (host) DO UPDATE SET starts = excluded.starts, starting_since = excluded.starting_since,
                cooldown_until = excluded.cooldown_until, blocked_at = excluded.blocked_at
            """,
            [
                "host": .text(host), "starts": .text(state.starts.map(String.init).joined(separator: " ")),
                "starting": .optional(state.startingSince), "cooldown": .optional(state.cooldownUntil),
                "blocked": .optional(state.blockedAt),
            ])
    }

    /// Adds a start, gives its number, and forgets those of the host that are no longer kept.
    public func insert(_ recovery: StoredRecovery) throws -> Int64 {
        let id = try transaction.first(
            """
            INSERT INTO recoveries
                (host, began_at, ended_at, is_automatic, actor_name, ending, reason, result, detail)
            VALUES (:host, :began, :ended, :automatic, :actor, :ending, :reason, :result, :detail)
            RETURNING recovery_id
            """,
            [
                "host": .text(recovery.host), "began": .integer(recovery.beganAt),
                "ended": .optional(recovery.endedAt), "automatic": .flag(recovery.isAutomatic),
                "actor": .text(recovery.actor), "ending": .text(recovery.ending), "reason": .optional(recovery.reason),
                "result": .optional(recovery.result), "detail": .optional(recovery.detail),
            ]
        ) { $0.integer(0) }
        guard let id else { throw StorageError.failed("an inserted row gave no number") }
        try transaction.execute(
            """
            DELETE FROM recoveries WHERE host = :host AND recovery_id <= (
                SELECT recovery_id FROM recoveries WHERE host = :host ORDER BY recovery_id DESC LIMIT 1 OFFSET :kept)
            """, ["host": .text(recovery.host), "kept": .integer(Self.kept)])
        return id
    }

    /// Notes what came of a start that is under way, at a moment (UTC epoch seconds); false where it has ended before.
    public func end(id: Int64, result: String, detail: String?, at moment: Int64) throws -> Bool {
        try transaction.execute(
            """
            UPDATE recoveries SET ended_at = :moment, result = :result, detail = :detail
            WHERE recovery_id = :id AND result IS NULL
            """,
            ["id": .integer(id), "moment": .integer(moment), "result": .text(result), "detail": .optional(detail)]) > 0
    }

    /// The starts of a host that are under way, or were when their program ended, the earliest first.
    public func underWay(host: String) throws -> [StoredRecovery] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM recoveries WHERE host = :host AND result IS NULL ORDER BY recovery_id",
            ["host": .text(host)], Self.recovery)
    }

    /// The latest starts of a host, the last first.
    public func latest(host: String, limit: Int) throws -> [StoredRecovery] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM recoveries WHERE host = :host ORDER BY recovery_id DESC LIMIT :limit",
            ["host": .text(host), "limit": .integer(Int64(limit))], Self.recovery)
    }

    private static let columns = """
        recovery_id, host, began_at, ended_at, is_automatic, actor_name, ending, reason, result, detail
        """

    private static func recovery(_ row: any Row) -> StoredRecovery {
        StoredRecovery(
            id: row.integer(0), host: row.text(1), beganAt: row.integer(2), endedAt: row.optionalInteger(3),
            isAutomatic: row.flag(4), actor: row.text(5), ending: row.text(6), reason: row.optionalText(7),
            result: row.optionalText(8), detail: row.optionalText(9))
    }
}
