import Fail2ban
import Storage

/// Which events to show, whenever they happened.
public struct EventListFilter: Hashable, Sendable {
    /// The host; nil for all.
    public var host: String?
    /// The jails; empty for all, and for the daemon's own events.
    public var jails: [String]
    /// The kinds; empty for the usual ones.
    public var kinds: Set<EventEntry.Kind>
    /// An address, a network, or the start of an id; empty for all.
    public var text: String
    /// Where the addresses are; an event without an origin is in no country.
    public var origin: OriginChoice
    /// What the lines hold that led to a ban; nil for all events, with and without lines.
    public var lines: LineChoice?

    /// Takes each part as it is.
    public init(
        host: String? = nil, jails: [String] = [], kinds: Set<EventEntry.Kind> = [], text: String = "",
        origin: OriginChoice = OriginChoice(), lines: LineChoice? = nil
    ) {
        self.host = host
        self.jails = jails
        self.kinds = kinds
        self.text = text
        self.origin = origin
        self.lines = lines
    }

    var stored: EventFilter {
        EventFilter(
            host: host, jails: jails, kinds: Set((kinds.isEmpty ? EventEntry.Kind.usual : kinds).map(\.stored)),
            match: BanFilter(text: text).match, origin: origin.stored, lines: lines?.stored)
    }
}

/// A moment as a list's range takes it: `now`, `now-24h` (s, m, h, d, w), or RFC 3339.
public enum RangeMoment: Hashable, Sendable {
    /// Seconds before now.
    case ago(Int64)
    /// UTC epoch seconds.
    case at(Int64)

    /// Seconds by which a relative range reaches further back than asked: clocks of daemon and console differ.
    public static let drift: Int64 = 60

    /// The beginning of a range in UTC epoch seconds.
    public func beginning(now: Int64) -> Int64 {
        switch self {
        case .ago(let seconds): now - seconds - Self.drift
        case .at(let moment): moment
        }
    }

    /// The end of a range in UTC epoch seconds, which is not part of it; nil for now, which has no end.
    public func end(now: Int64) -> Int64? {
        switch self {
        case .ago(0): nil
        case .ago(let seconds): now - seconds
        case .at(let moment): moment
        }
    }

    /// Reads the relative form: `now` or `now-` with a number up to 9,999,999 and a unit.
    public init?(relative text: String) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: "now".utf8) else { return nil }
        guard bytes.count > 3 else {
            self = .ago(0)
            return
        }
        let units: [UInt8: Int64] = [
            UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
            UInt8(ascii: "w"): 604_800,
        ]
        guard bytes[3] == UInt8(ascii: "-"), let unit = bytes.last.flatMap({ units[$0] }) else { return nil }
        let digits = bytes[4..<max(bytes.count - 1, 4)]
        guard (1...7).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self = .ago(digits.reduce(0) { $0 * 10 + Int64($1 - 48) } * unit)
    }
}
