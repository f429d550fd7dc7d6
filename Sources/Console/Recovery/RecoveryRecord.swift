internal import Storage

/// One start of fail2ban, as it is on record; moments are UTC epoch seconds.
public struct RecoveryRecord: Hashable, Sendable {
    /// What came of it, by the words that are stored.
    public enum Result: String, CaseIterable, Sendable {
        /// It answers.
        case started
        /// It does not.
        case failed
        /// The machine's owner does not allow it.
        case refused
        /// Nobody knows.
        case unknown
    }

    /// When it began.
    public var beganAt: Int64
    /// When it ended; nil while it is under way.
    public var endedAt: Int64?
    /// Whether BanGUI did it by itself.
    public var isAutomatic: Bool
    /// Who did it.
    public var actor: String
    /// How the daemon had ended.
    public var ending: DaemonEnding
    /// Why a person did it.
    public var reason: String?
    /// What came of it; nil while it is under way.
    public var result: Result?
    /// More of it, in words.
    public var detail: String?

    init(_ stored: StoredRecovery) {
        beganAt = stored.beganAt
        endedAt = stored.endedAt
        isAutomatic = stored.isAutomatic
        actor = stored.actor
        ending = DaemonEnding(rawValue: stored.ending) ?? .unknown
        reason = stored.reason
        result = stored.result.map { Result(rawValue: $0) ?? .unknown }
        detail = stored.detail
    }
}
