/// How many events of one id a jail had of one kind, for one reason.
public struct EventTally: Hashable, Sendable {
    /// Whom, in fail2ban's text form; of a text of more than 64 bytes the beginning, which others may share.
    public var banID: String
    /// The host.
    public var host: String
    /// The jail.
    public var jail: String
    /// What.
    public var kind: EventKind
    /// Why; nil where unknown or where the kind says it all.
    public var why: EventReason?
    /// How many; 0 where all of them are older than what was counted.
    public var count: Int64
    /// When the first of them was, in UTC epoch seconds.
    public var first: Int64
    /// When the last of them was, in UTC epoch seconds.
    public var last: Int64

    /// Takes each part as it is.
    public init(
        banID: String, host: String, jail: String, kind: EventKind, why: EventReason?, count: Int64, first: Int64,
        last: Int64
    ) {
        self.banID = banID
        self.host = host
        self.jail = jail
        self.kind = kind
        self.why = why
        self.count = count
        self.first = first
        self.last = last
    }
}

/// The tallies of some ids, and how far back they were counted.
public struct EventTallies: Hashable, Sendable {
    /// One for each id, jail, kind and reason.
    public var tallies: [EventTally]
    /// Of what was before this moment (UTC epoch seconds) not all was counted; nil where all was.
    public var since: Int64?

    /// Takes each part as it is.
    public init(tallies: [EventTally], since: Int64?) {
        self.tallies = tallies
        self.since = since
    }
}

extension EventTallies {
    /// How many events were counted.
    public var events: Int64 { tallies.reduce(0) { $0 + $1.count } }

    /// The jails that had an event of these kinds; nil where not all events were counted.
    public func jails(with kinds: Set<EventKind>) -> [String]? {
        since == nil ? Set(tallies.filter { kinds.contains($0.kind) }.map(\.jail)).sorted() : nil
    }
}

extension Events {
    /// How often what happened to an id, and between which moments.
    public func tallies(of id: String) throws -> EventTallies {
        let key = EventKey(id).bytes
        // One place for each bucket and series.
        var search = try TallySearch(transaction: transaction, manyPlaces: 10_000)
        try search.count([KeySpan(key)])
        return try search.result()
    }

    /// The same of every address and network that begins between two addresses, ends included, given as 16 bytes that sort.
    public func tallies(from first: [UInt8], to last: [UInt8]) throws -> EventTallies {
        var search = try TallySearch(transaction: transaction, manyPlaces: 2000)
        try search.count(KeyRange.all(from: first, to: last).map { KeySpan(from: $0.first, to: $0.last) })
        return try search.result()
    }

    /// The same, and nothing of one id among them.
    public func tallies(from first: [UInt8], to last: [UInt8], besides id: String) throws -> EventTallies {
        let own = KeySpan(EventKey(id).bytes)
        var search = try TallySearch(transaction: transaction, manyPlaces: 1000)
        try search.count(
            KeyRange.all(from: first, to: last).flatMap { KeySpan(from: $0.first, to: $0.last).without(own) })
        return try search.result()
    }
}

/// Keys that lie together, from the first up to one that is not among them.
struct KeySpan: Hashable {
    let first: [UInt8]
    let end: [UInt8]

    init(first: [UInt8], end: [UInt8]) {
        self.first = first
        self.end = end
    }

    /// Both ends included.
    init(from first: [UInt8], to last: [UInt8]) {
        // The next key after one is itself and a zero.
        self.init(first: first, end: last + [0])
    }

    /// One key.
    init(_ key: [UInt8]) {
        self.init(from: key, to: key)
    }

    private var isEmpty: Bool { !first.lexicographicallyPrecedes(end) }

    /// What is left of it where other keys are taken out.
    func without(_ other: KeySpan) -> [KeySpan] {
        func lower(_ one: [UInt8], _ two: [UInt8]) -> [UInt8] { two.lexicographicallyPrecedes(one) ? two : one }
        func upper(_ one: [UInt8], _ two: [UInt8]) -> [UInt8] { one.lexicographicallyPrecedes(two) ? two : one }
        let parts = [
            KeySpan(first: first, end: lower(end, other.first)), KeySpan(first: upper(first, other.end), end: end),
        ]
        return parts.filter { !$0.isEmpty }
    }
}
