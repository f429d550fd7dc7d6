public import Fail2ban
import Storage

/// Who an address or a network is to this host: all that its page shows but the lines.
public struct AddressPicture: Hashable, Sendable {
    /// Whom it is about.
    public var id: BanID
    /// Its own bans in force, by jail.
    public var bans: [BanEntry]
    /// Bans in force of networks that hold it.
    public var covering: [BanEntry]
    /// What is known of it in numbers; nil where nothing ever was recorded.
    public var record: AddressRecord?
    /// Its whole life; nil where nothing ever was recorded.
    public var timeline: AddressTimeline?
    /// What was done about it, the last first.
    public var operations: [OperationEntry]
    /// Whether more was done than is listed.
    public var hasMoreOperations: Bool
    /// Those around it, or inside it where it is a network; nil for an id that is no address.
    public var neighbourhood: Neighbourhood?
    /// The jails in which it ever was banned, as far as events tell; nil where not all of them were counted.
    public var bannedIn: [String]?
    /// When this was so, in UTC epoch seconds.
    public var at: Int64

    /// Whether nothing at all is known of it.
    public var isUnknown: Bool {
        bans.isEmpty && covering.isEmpty && record == nil && operations.isEmpty
    }
}

/// What is known of an address in numbers.
public struct AddressRecord: Hashable, Sendable {
    /// How a ban ended.
    public enum Ending: String, CaseIterable, Sendable {
        /// Its time was over.
        case expired
        /// Someone lifted it.
        case hand
        /// Its jail or fail2ban stopped, which sets bans aside until the next start.
        case stopped
        /// Nobody knows.
        case unknown
    }

    /// The same of one jail.
    public struct Jail: Hashable, Sendable {
        /// The jail.
        public var name: String
        /// Failures.
        public var attempts: Int64
        /// Bans.
        public var bans: Int64
        /// When it was heard of last in this jail, in UTC epoch seconds.
        public var lastAt: Int64
    }

    /// When it was heard of first, in UTC epoch seconds.
    public var firstAt: Int64
    /// When it was heard of last, in UTC epoch seconds.
    public var lastAt: Int64
    /// Failures, found or told by command.
    public var attempts: Int64
    /// Failures that were ignored.
    public var ignored: Int64
    /// Bans; those that came back after a restart are not counted again.
    public var bans: Int64
    /// How many of them were by hand.
    public var bansByHand: Int64
    /// How many of its bans ended each way.
    public var endings: [Ending: Int64]
    /// The jails that heard of it, the last first.
    public var jails: [Jail]
    /// Of what was before this moment (UTC epoch seconds) not all was counted; nil where all was.
    public var since: Int64?
}

/// The life of an address: bans as spans, failures as how many fell into each of equal parts.
public struct AddressTimeline: Hashable, Sendable {
    /// One ban, from its beginning to its end.
    public struct Span: Hashable, Sendable {
        /// The event that began it; nil for a ban in force of which no event is known.
        public var event: Int64?
        /// The jail.
        public var jail: String
        /// When it began, in UTC epoch seconds.
        public var from: Int64
        /// When it ended, in UTC epoch seconds; nil where it is in force or nobody knows.
        public var to: Int64?
        /// Whether it is in force.
        public var isInForce: Bool
        /// How it ended; nil where it is in force.
        public var ending: AddressRecord.Ending?
        /// How long it was to last; nil where unknown.
        public var length: EventEntry.Length?
        /// Whether a person banned it.
        public var isByHand: Bool
        /// Whether it came back with its jail, rather than being new.
        public var isRestored: Bool
        /// The failures that led to it; nil where unknown.
        public var failures: Int64?
        /// The operation that banned it; nil where there was none.
        public var operationID: String?
    }

    /// Failures of one jail, each part of the time that had any.
    public struct Lane: Hashable, Sendable {
        /// The jail.
        public var jail: String
        /// How many failures a part had, by the part's number; counted up to a bound.
        public var attempts: [Int: Int]
        /// Its bans, the first first.
        public var spans: [Span]
    }

    /// A part with so many failures, or more, may have had still more.
    public static let bound = Events.densityBound
    /// Parts that the time is cut into.
    public static let parts = 100
    /// The beginning, in UTC epoch seconds.
    public var from: Int64
    /// The end, in UTC epoch seconds; greater than the beginning.
    public var to: Int64
    /// The jails, the one that was heard of last first.
    public var lanes: [Lane]
    /// Whether there were more bans than are here: these are the last.
    public var isCut: Bool
}

/// Those around an address, or inside a network.
public struct Neighbourhood: Hashable, Sendable {
    /// One of them.
    public struct Neighbour: Hashable, Sendable {
        /// Whom.
        public var id: String
        /// Failures.
        public var attempts: Int64
        /// Bans.
        public var bans: Int64
        /// When it was heard of last, in UTC epoch seconds; nil where it is banned and nothing was recorded.
        public var lastAt: Int64?
        /// The jails that ban it now.
        public var jails: [String]
    }

    /// The network.
    public var network: IPNetwork
    /// Whether it is what the page is about, rather than around it.
    public var isOwn: Bool
    /// The first of them: those that are banned, then those heard of last.
    public var neighbours: [Neighbour]
    /// How many there are.
    public var total: Int
    /// How many of them are banned.
    public var banned: Int
    /// Of what was before this moment (UTC epoch seconds) not all was counted; nil where all was.
    public var since: Int64?
}

/// Lines that led to the bans of an address, the last ban first.
public struct AddressLines: Hashable, Sendable {
    /// The lines of one ban.
    public struct Ban: Hashable, Sendable {
        /// The event.
        public var event: EventEntry
        /// The lines as the daemon kept them, in its order.
        public var lines: [[UInt8]]
    }

    /// The bans that have lines.
    public var bans: [Ban]
    /// Where to go on; nil where there are no more.
    public var next: String?
}
