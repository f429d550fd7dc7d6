/// Which events are wanted, whenever they happened.
public struct EventFilter: Hashable, Sendable {
    /// One host only; nil for every host.
    public var host: String?
    /// These jails only, and no events of the daemon itself; empty for all, so an account that may see none must not be
    /// asked for at all.
    public var jails: [String]
    /// These kinds only; empty for every kind.
    public var kinds: Set<EventKind>
    /// Events for these reasons only; empty for every reason and none.
    public var reasons: Set<EventReason>
    /// Which ids.
    public var match: BanQuery.Match
    /// Where they are; an event without an origin is in no country.
    public var origin: OriginFilter
    /// What the lines that led to a ban hold; nil for all events, with and without lines.
    public var lines: LineQuery?

    /// Makes a filter of its parts; without any, every event is wanted.
    public init(
        host: String? = nil, jails: [String] = [], kinds: Set<EventKind> = [], reasons: Set<EventReason> = [],
        match: BanQuery.Match = .any, origin: OriginFilter = OriginFilter(), lines: LineQuery? = nil
    ) {
        self.host = host
        self.jails = jails
        self.kinds = kinds
        self.reasons = reasons
        self.match = match
        self.origin = origin
        self.lines = lines
    }
}

/// A list of events, the newest first, and where to go on.
public struct EventQuery: Hashable, Sendable {
    /// Which events.
    public var filter: EventFilter
    /// Not before this moment, in UTC epoch seconds.
    public var from: Int64?
    /// Before this moment, in UTC epoch seconds.
    public var to: Int64?
    /// How many rows at most; taken into 1…500.
    public var limit: Int
    /// The `next` of the page before; nil for the first page.
    public var cursor: String?

    /// Makes a query of its parts.
    public init(
        filter: EventFilter = EventFilter(), from: Int64? = nil, to: Int64? = nil, limit: Int = 50,
        cursor: String? = nil
    ) {
        self.filter = filter
        self.from = from
        self.to = to
        self.limit = limit
        self.cursor = cursor
    }

    /// The limit, taken into its bounds.
    var rowLimit: Int { min(max(limit, 1), 500) }
}

/// One page of a list of events.
public struct EventPage: Hashable, Sendable {
    /// The events, the newest first; those of the same millisecond by id, the last given first.
    public var events: [EventRecord]
    /// The cursor of the next page; nil where the list ends with this one.
    public var next: String?

    /// Takes each part as it is.
    public init(events: [EventRecord], next: String?) {
        self.events = events
        self.next = next
    }
}

/// How many events a list has, counted up to a bound.
public struct EventTotal: Hashable, Sendable {
    /// The number, or the bound.
    public var count: Int
    /// Whether there are more than that.
    public var isMore: Bool

    /// Takes each part as it is.
    public init(count: Int, isMore: Bool) {
        self.count = count
        self.isMore = isMore
    }
}

/// The events after some id, in the order in which they became visible.
public struct EventTail: Hashable, Sendable {
    /// The events that match, by id.
    public var events: [EventRecord]
    /// The id to go on after: every event up to it was looked at, so that those that do not match are not looked at
    /// again.
    public var through: Int64

    /// Takes each part as it is.
    public init(events: [EventRecord], through: Int64) {
        self.events = events
        self.through = through
    }
}

/// How many events of one kind an hour had.
public struct EventHour: Hashable, Sendable {
    /// When the hour begins, in UTC epoch seconds.
    public var at: Int64
    /// The kind.
    public var kind: EventKind
    /// The number.
    public var count: Int64

    /// Takes each part as it is.
    public init(at: Int64, kind: EventKind, count: Int64) {
        self.at = at
        self.kind = kind
        self.count = count
    }
}
