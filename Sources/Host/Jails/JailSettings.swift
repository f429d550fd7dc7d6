public import Fail2ban

/// What a running jail works with now, whatever its files say.
public struct JailSettings: Hashable, Codable, Sendable {
    /// Growing ban times for those who come back.
    public struct Increment: Hashable, Codable, Sendable {
        /// Whether ban times grow.
        public var enabled: Bool
        /// The longest ban, in seconds; nil without a limit.
        public var maximum: Int64?
        /// The factor of growth, as fail2ban says it.
        public var factor: String?
        /// The formula of growth, as fail2ban says it.
        public var formula: String?
        /// The steps of growth, as fail2ban says them.
        public var multipliers: String?
        /// Random seconds added at most.
        public var random: Int64?
        /// Whether bans of all jails count.
        public var acrossJails: Bool

        /// Takes each part as it is.
        public init(
            enabled: Bool = false, maximum: Int64? = nil, factor: String? = nil, formula: String? = nil,
            multipliers: String? = nil, random: Int64? = nil, acrossJails: Bool = false
        ) {
            self.enabled = enabled
            self.maximum = maximum
            self.factor = factor
            self.formula = formula
            self.multipliers = multipliers
            self.random = random
            self.acrossJails = acrossJails
        }
    }

    /// The jail.
    public var name: JailName
    /// How long a new ban lasts.
    public var banTime: BanTime
    /// The window in which failures count, in seconds.
    public var findTime: Int64
    /// Failures that lead to a ban.
    public var maxRetry: Int
    /// Growing ban times.
    public var increment: Increment
    /// Log files that are watched; empty for the systemd journal.
    public var logPaths: [String]
    /// Matches on the systemd journal; empty for files.
    public var journalMatches: [String]
    /// Such as `UTF-8`.
    public var logEncoding: String
    /// The expressions of a failure, with fail2ban's tags replaced.
    public var failRegexes: [String]
    /// The expressions of a line to leave alone.
    public var ignoreRegexes: [String]
    /// Names of the actions.
    public var actions: [String]
    /// Addresses, networks, host names and files that are never banned for what the log says.
    public var ignored: [String]
    /// Whether the machine's own addresses are ignored.
    public var ignoresSelf: Bool
    /// A command that decides about ignoring; nil when there is none.
    public var ignoreCommand: String?
    /// Such as `warn`: whether host names in logs are looked up.
    public var usesDNS: String

    /// Takes each part as it is.
    public init(
        name: JailName, banTime: BanTime, findTime: Int64, maxRetry: Int, increment: Increment = Increment(),
        logPaths: [String] = [], journalMatches: [String] = [], logEncoding: String = "", failRegexes: [String] = [],
        ignoreRegexes: [String] = [], actions: [String] = [], ignored: [String] = [], ignoresSelf: Bool = true,
        ignoreCommand: String? = nil, usesDNS: String = ""
    ) {
        self.name = name
        self.banTime = banTime
        self.findTime = findTime
        self.maxRetry = maxRetry
        self.increment = increment
        self.logPaths = logPaths
        self.journalMatches = journalMatches
        self.logEncoding = logEncoding
        self.failRegexes = failRegexes
        self.ignoreRegexes = ignoreRegexes
        self.actions = actions
        self.ignored = ignored
        self.ignoresSelf = ignoresSelf
        self.ignoreCommand = ignoreCommand
        self.usesDNS = usesDNS
    }
}

/// A change to a running jail; it lasts until the next reload.
public enum JailChange: Hashable, Codable, Sendable {
    /// Re-times every ban of the jail that has no time of its own.
    case banTime(BanTime)
    /// In seconds, at least 1.
    case findTime(Int64)
    /// At least 1.
    case maxRetry(Int)
    /// An address or a network, in canonical form.
    case ignore(BanID)
    /// An entry of `JailSettings.ignored`, exactly as it is listed.
    case unignore(String)
}
