import Storage

/// One thing that happened on a host, as it is shown.
public struct EventEntry: Hashable, Sendable {
    /// What happened, in the words of the API.
    public enum Kind: String, CaseIterable, Sendable {
        case found, attempt, ban, restore, unban, ignore, jail, daemon
        /// A ban that left the firewall because its jail stopped, and that comes back: fail2ban's word for it.
        case `repeal`
        /// A ban that was applied again because the firewall had lost it.
        case reban

        /// Those that a list shows where none is chosen: `repeal` and `restore` of a restart would fill it, and its jails
        /// and daemon tell of it already.
        public static let usual: Set<Kind> = Set(allCases).subtracting([.repeal, .restore])
    }

    /// Why, in the words of the API.
    public enum Why: String, CaseIterable, Sendable {
        case failures, hand, expired, started, stopped, stopping, vanished
    }

    /// Which source told of it first.
    public enum Source: String, CaseIterable, Sendable {
        case log, database, socket, journal
    }

    /// How long a ban was to last.
    public enum Length: Hashable, Sendable {
        /// In seconds.
        case seconds(Int64)
        case forEver
    }

    /// Its id: it grows in the order in which events become visible.
    public var id: Int64
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// The milliseconds of that second.
    public var millisecond: Int64
    /// The look before, where all that is known is that it happened between that and `at`; nil where `at` is the moment.
    public var since: Int64?
    /// The host.
    public var host: String
    /// What.
    public var kind: Kind
    /// Why; nil where unknown, or where the kind says it all.
    public var why: Why?
    /// Which source told of it first.
    public var source: Source
    /// The jail; nil for the daemon.
    public var jail: String?
    /// Whom, in fail2ban's text; nil for a jail or the daemon.
    public var banID: String?
    /// Where the address is, as it was known when the event was stored; nil where there was no data to ask.
    public var origin: Origin?
    /// Of a ban: how long it was to last; nil where unknown.
    public var length: Length?
    /// Of a ban: how often the id had been banned with it; nil where unknown.
    public var count: Int64?
    /// Of a ban: the failures that led to it; nil where unknown.
    public var failures: Int64?
    /// Of a ban: how often it was found already banned.
    public var repeats: Int64
    /// Of a ban: false where the firewall did not take it.
    public var isEnforced: Bool
    /// The daemon's words about it.
    public var note: String?
    /// The operation of BanGUI that caused it.
    public var operationID: String?
}

/// One page of a list of events.
public struct EventListing: Hashable, Sendable {
    /// The events, the newest first.
    public var events: [EventEntry]
    /// Where the next page begins; nil at the end.
    public var next: String?
}

/// Events in the order in which they became visible, for a stream.
public struct EventRun: Hashable, Sendable {
    /// Those that the filter wants, by id.
    public var events: [EventEntry]
    /// Where to go on: every event up to this id was looked at.
    public var through: Int64
}

extension EventEntry {
    init(_ record: EventRecord) {
        self.init(
            id: record.id, at: record.at, millisecond: record.millisecond, since: record.since, host: record.host,
            kind: Kind(record.kind),
            why: record.why.map { Why($0) }, source: Source(record.source), jail: record.jail, banID: record.banID,
            origin: record.origin.map { Origin($0) },
            length: record.banTime.map { $0 < 0 ? .forEver : .seconds($0) }, count: record.count,
            failures: record.failures, repeats: record.repeats, isEnforced: record.isEnforced, note: record.note,
            operationID: record.operationID)
    }
}

extension EventEntry.Kind {
    init(_ kind: EventKind) {
        self =
            switch kind {
            case .found: .found
            case .attempt: .attempt
            case .ban: .ban
            case .restore: .restore
            case .unban: .unban
            case .ignore: .ignore
            case .jail: .jail
            case .daemon: .daemon
            case .repeal: .repeal
            case .reban: .reban
            }
    }

    var stored: EventKind {
        switch self {
        case .found: .found
        case .attempt: .attempt
        case .ban: .ban
        case .restore: .restore
        case .unban: .unban
        case .ignore: .ignore
        case .jail: .jail
        case .daemon: .daemon
        case .repeal: .repeal
        case .reban: .reban
        }
    }
}

extension EventEntry.Why {
    init(_ why: EventReason) {
        self =
            switch why {
            case .failures: .failures
            case .hand: .hand
            case .expired: .expired
            case .started: .started
            case .stopped: .stopped
            case .stopping: .stopping
            case .vanished: .vanished
            }
    }
}

extension EventEntry.Source {
    init(_ source: EventSource) {
        self =
            switch source {
            case .log: .log
            case .database: .database
            case .socket: .socket
            case .journal: .journal
            }
    }
}
