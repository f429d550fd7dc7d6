import Console
import Geo

/// The list of what happened, one page of it.
struct EventListView: Sendable {
    var query: EventListQuery
    /// Every event up to this id is in the list or in none of its pages.
    var place: Int64
    var rows: [EventRow] = []
    /// Every jail that can be chosen.
    var jails: [String] = []
    /// The cursor of the next page; nil on the last.
    var next: String?
    /// Why there are no rows; nil when there are.
    var emptiness: Emptiness?
    /// What is wrong with the filter.
    var faults: [String] = []
    /// Whether new events belong on this page.
    var isLive = false
    /// The ends of the range as fields of time have them; empty where they are none.
    var picked: (from: String, to: String) = ("", "")
    /// The same list on the command line.
    var command = ""
    /// Whose data tells where addresses are.
    var credits: [GeoCredit] = []
    /// How far the past was read; nil where it is.
    var intake: IntakeView?
    /// When the newest ban was whose lines cannot be found yet; nil where all can.
    var linesToCome: Int64?
    /// What cannot be seen on this host, and the remedy.
    var blindSpots: [(loss: String, remedy: String)] = []

    init(query: EventListQuery, place: Int64) {
        self.query = query
        self.place = place
    }
}

/// How capture stands.
struct IntakeView: Sendable {
    /// How much of what was there to be read is read; nil where all is.
    var percent: Int?
    /// Why nothing can be taken in now.
    var trouble: String?
}

/// One event of the list.
struct EventRow: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case ban, unban, found, attempt, ignore, restore, reban, `repeal`, jail, daemon

        /// Those that are hidden until they are asked for: a restart brings them by the thousand.
        static let hidden: [Kind] = [.restore, .repeal]
    }

    enum Why: String, CaseIterable, Sendable { case failures, hand, expired, started, stopped, stopping, vanished }

    var id: Int64
    /// UTC epoch seconds, and the milliseconds of that second.
    var at: Int64
    var millisecond: Int64
    var kind: Kind
    var why: Why?
    var jail: String?
    var address: String?
    /// Where the address was by what was known then.
    var origin: Origin?
    /// Of a ban, in seconds; negative for ever, nil where unknown.
    var length: Int64?
    /// How often the address had been banned with it; of a jail, how many bans came or went with it.
    var count: Int?
    var failures: Int?
    /// How often it was found banned already.
    var repeats = 0
    var isEnforced = true
    /// Whether nothing told of it, and it was seen in what is in force.
    var isSeen = false
    /// The look before, where the moment is not known.
    var since: Int64?
    /// The daemon's words.
    var note: String?
    /// The id of the operation that caused it.
    var operation: String?
    /// The lines that led to a ban, any text of anyone's.
    var lines: [MarkedText] = []
    /// Lines that cannot be shown.
    var moreLines = 0
}
