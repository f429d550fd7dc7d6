public import Fail2ban

/// What a fail2ban daemon says of itself.
public struct DaemonInfo: Equatable, Codable, Sendable {
    /// Such as `1.0.2`.
    public var version: Fail2banVersion
    /// When the daemon started, in UTC epoch seconds; nil where that cannot be seen.
    public var startedAt: Int64?
    /// Its database file; nil when it keeps none.
    public var databasePath: String?
    /// Whether this process can read that database.
    public var databaseReadable: Bool
    /// How long it remembers a ban, in seconds; nil without a database.
    public var purgeAge: Int64?
    /// Where its log goes: a path, or `STDOUT`, `STDERR`, `SYSLOG`, `SYSTEMD-JOURNAL`.
    public var logTarget: String
    /// Such as `INFO`.
    public var logLevel: String

    /// Takes each part as it is.
    public init(
        version: Fail2banVersion, startedAt: Int64?, databasePath: String?, databaseReadable: Bool, purgeAge: Int64?,
        logTarget: String, logLevel: String
    ) {
        self.version = version
        self.startedAt = startedAt
        self.databasePath = databasePath
        self.databaseReadable = databaseReadable
        self.purgeAge = purgeAge
        self.logTarget = logTarget
        self.logLevel = logLevel
    }
}
