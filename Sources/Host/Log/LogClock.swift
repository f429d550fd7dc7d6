import Fail2ban

/// Turns the times of the log's lines into moments.
///
/// Where the clock was set back an hour the same time comes twice: the order of the lines tells which it is. Of a time
/// that the clock jumped over it is the moment as if it had not.
struct LogClock: Sendable {
    /// A moment with the daemon's offset from UTC then.
    struct Moment: Equatable {
        /// UTC epoch milliseconds.
        var time: Int64
        /// Seconds east of UTC.
        var utcOffset: Int
    }

    private let zone: ZoneRules
    /// The latest moment so far, in UTC epoch milliseconds.
    private(set) var last: Int64?
    /// Local seconds between which one offset holds without doubt.
    private var plain: Range<Int64> = 0..<0
    private var plainOffset = 0

    /// Threads of the daemon write lines a little out of order; ten seconds are far less than a clock is set back.
    private static let disorder: Int64 = 10

    init(_ zone: ZoneRules, last: Int64?) {
        self.zone = zone
        self.last = last
    }

    /// The moment of the next line.
    mutating func moment(of stamp: LogStamp) -> Moment {
        let local = stamp.time.inUTC
        let offset = offset(at: local)
        let time = (local - Int64(offset)) * 1000 + Int64(stamp.millisecond)
        last = max(last ?? time, time)
        return Moment(time: time, utcOffset: offset)
    }

    private mutating func offset(at local: Int64) -> Int {
        if plain.contains(local) { return plainOffset }
        let hour = local - (local % 3600 + 3600) % 3600
        let offsets = Set([hour, hour + 1800, hour + 3599].flatMap(candidates))
        if offsets.count == 1, let only = offsets.first {
            plain = hour..<(hour + 3600)
            plainOffset = only
            return only
        }
        let possible = candidates(at: local)
        // The greater offset is the earlier moment.
        guard possible.count > 1, let early = possible.max(), let late = possible.min() else { return possible[0] }
        let isPast = last.map { (local - Int64(early) + Self.disorder) * 1000 < $0 } ?? false
        return isPast ? late : early
    }

    /// The offsets with which a clock shows this time; the one before a jump where none does.
    private func candidates(at local: Int64) -> [Int] {
        let before = zone.offset(at: local - 93_600)
        let after = zone.offset(at: local + 93_600)
        let fitting = Set([before, after]).filter { zone.offset(at: local - Int64($0)) == $0 }
        return fitting.isEmpty ? [before] : Array(fitting)
    }
}
