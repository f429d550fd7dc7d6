/// One thing that happened on a host.
public struct EventRecord: Hashable, Sendable {
    /// Given when it is stored, growing in the order in which events become visible; 0 before.
    public var id: Int64
    /// The host.
    public var host: String
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// The milliseconds of that second, 0…999.
    public var millisecond: Int64
    /// The daemon's offset from UTC then, in seconds; nil where unknown.
    public var utcOffset: Int64?
    /// Where only two moments are known between which it happened: the earlier of them, in UTC epoch seconds, and `at` is
    /// the later; nil where `at` is the moment.
    public var since: Int64?
    /// What.
    public var kind: EventKind
    /// Why; nil where unknown or where the kind says it all.
    public var why: EventReason?
    /// Which source told of it first.
    public var source: EventSource
    /// The jail; nil for the daemon.
    public var jail: String?
    /// Whom, in fail2ban's text form; nil for a jail or the daemon.
    public var banID: String?
    /// The first address as 16 bytes that sort; nil for an id that is no address.
    public var first: [UInt8]?
    /// The last address, likewise; nil exactly where `first` is.
    public var last: [UInt8]?
    /// Where it stands in the daemon's log; nil for another source.
    public var place: EventPlace?
    /// Where its address is, as it was known when the event was stored; nil where nothing was looked for.
    public var origin: EventOrigin?
    /// Of a ban: seconds granted, -1 for ever; nil where unknown.
    public var banTime: Int64?
    /// Of a ban: how often the id was banned; nil where unknown. Of a jail that started or stopped: bans restored or
    /// repealed with it.
    public var count: Int64?
    /// Of a ban: failures that led to it; nil where unknown.
    public var failures: Int64?
    /// Of a ban: `timeofban` of the daemon's own record that was paired with it; nil while there is none.
    public var recordedAt: Int64?
    /// Of a ban: how often fail2ban found the id already banned since.
    public var repeats: Int64
    /// Of a ban: false where its action failed, so that it is listed and not enforced.
    public var isEnforced: Bool
    /// The daemon's words: why an action failed, why an address is ignored, the daemon's version.
    public var note: String?
    /// The operation of BanGUI that caused it; nil for none.
    public var operationID: String?

    /// An event with what every event has; the rest is set after.
    public init(
        host: String, at: Int64, millisecond: Int64 = 0, kind: EventKind, source: EventSource, jail: String? = nil,
        banID: String? = nil
    ) {
        self.id = 0
        self.host = host
        self.at = at
        self.millisecond = millisecond
        self.kind = kind
        self.source = source
        self.jail = jail
        self.banID = banID
        repeats = 0
        isEnforced = true
    }
}

/// Where a line stands in the daemon's log.
public struct EventPlace: Hashable, Sendable {
    /// The fingerprint of the generation, 16 bytes.
    public var generation: [UInt8]
    /// The offset of the line's first byte in the uncompressed text.
    public var offset: Int64

    /// Takes each part as it is.
    public init(generation: [UInt8], offset: Int64) {
        self.generation = generation
        self.offset = offset
    }
}
