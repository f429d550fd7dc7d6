/// What the dashboard tells of a stretch of time.
public struct DashboardFigures: Hashable, Sendable {
    /// The whole stretch, in UTC epoch seconds.
    public var span: Range<Int64>
    /// Its parts, one bar of the charts each.
    public var parts: [Range<Int64>]
    /// Bans in force now.
    public var banned: Int
    /// Bans in force at the beginning, and at the end of each part: by counting back the bans and unbans since.
    public var levels: [Int]
    /// What each jail did, those with the most attempts first.
    public var jails: [JailFigures]
    /// Addresses that were seen for the first time in each part.
    public var newAddresses: [Int]
    /// What was counted in the stretch of the same length before; nil where nothing is known of that time.
    public var before: Before?
    /// Whether nothing ever happened, as far as is known.
    public var isNew: Bool
    /// The addresses with the most attempts; nil while they are being counted.
    public var addresses: [AddressFigures]?
    /// Addresses that were seen for the first time, the last first.
    public var newest: [AddressSight]
    /// Jails that should run and do not.
    public var down: [DownJail]
    /// Jails whose action failed, so that some of their bans are not enforced.
    public var failing: [FailingJail]
    /// Jails that run and do not do their work, with the gravest reason of each.
    public var ailing: [JailFinding] = []
    /// Jails that run; nil before they were read.
    public var running: Int?
    /// Since when the figures of the jails are not fresh, in UTC epoch seconds; nil while they are.
    public var staleSince: Int64?

    /// Attempts of all jails.
    public var attempts: Int { jails.reduce(0) { $0 + $1.attempts.sum } }
    /// Bans of all jails.
    public var bans: Int { jails.reduce(0) { $0 + $1.bans.sum } }
    /// Whether nothing happened.
    public var isEmpty: Bool { attempts == 0 && bans == 0 && newAddresses.sum == 0 }

    /// The sums of the stretch before.
    public struct Before: Hashable, Sendable {
        /// That stretch, in UTC epoch seconds.
        public var span: Range<Int64>
        /// Attempts, bans and new addresses in it.
        public var attempts, bans, newAddresses: Int
    }
}

/// What a jail did, part by part.
public struct JailFigures: Hashable, Sendable {
    /// The jail.
    public var name: String
    /// Failures found and failures told by command.
    public var attempts: [Int]
    /// Bans.
    public var bans: [Int]
    /// Attempts and bans in the stretch before.
    public var attemptsBefore, bansBefore: Int

    /// Nothing, in so many parts.
    public init(name: String, parts: Int) {
        self.name = name
        attempts = [Int](repeating: 0, count: parts)
        bans = attempts
        (attemptsBefore, bansBefore) = (0, 0)
    }
}

/// What an address did.
public struct AddressFigures: Hashable, Sendable {
    /// The address, in fail2ban's text.
    public var id: String
    /// Attempts and bans.
    public var attempts, bans: Int
    /// The last of them, in UTC epoch seconds.
    public var lastAt: Int64
}

/// An address and its first sight.
public struct AddressSight: Hashable, Sendable {
    /// The address, in fail2ban's text.
    public var id: String
    /// In UTC epoch seconds.
    public var firstAt: Int64
}

/// A jail that does not run.
public struct DownJail: Hashable, Sendable {
    /// The jail.
    public var name: String
    /// Who stopped it; nil where it was not stopped here.
    public var by: String?
    /// When it was stopped here, in UTC epoch seconds.
    public var at: Int64?
}

/// A jail with bans that are not enforced.
public struct FailingJail: Hashable, Sendable {
    /// The jail.
    public var name: String
    /// How many.
    public var bans: Int
}

extension [Int] {
    /// All together.
    public var sum: Int { reduce(0, +) }
}
