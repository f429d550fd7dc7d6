/// A rule for the offsets of every year, as the environment variable `TZ` has it (POSIX, 8.3):
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable, Equatable {
    /// Seconds east of UTC outside of summer time.
    private let standard: Int
    private let summer: Summer?

    private struct Summer: Equatable {
        var offset: Int
        var start: YearDay
        var end: YearDay
    }

    init?(_ text: String) {
        var reader = RuleReader(text)
        guard reader.name(), let west = reader.time() else { return nil }
        standard = -west
        guard !reader.isAtEnd else {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = standard + 3600
        if !reader.isAtEnd, !reader.isAtComma {
            guard let west = reader.time() else { return nil }
            offset = -west
        }
        guard !reader.isAtEnd else {
            // What the C library takes for a rule that is not given.
            summer = Summer(
                offset: offset, start: .week(month: 3, week: 2, day: 0, time: 7200),
                end: .week(month: 11, week: 1, day: 0, time: 7200))
            return
        }
        guard reader.skip(","), let start = reader.day(), reader.skip(","), let end = reader.day(), reader.isAtEnd
        else { return nil }
        summer = Summer(offset: offset, start: start, end: end)
    }

    /// The offset at a moment, in seconds east of UTC.
    func offset(at moment: Int64) -> Int {
        guard let summer else { return standard }
        let year = CivilDay.year(of: moment + Int64(standard))
        let start = summer.start.seconds(in: year) - Int64(standard)
        let end = summer.end.seconds(in: year) - Int64(summer.offset)
        let isSummer = start < end ? moment >= start && moment < end : !(moment >= end && moment < start)
        return isSummer ? summer.offset : standard
    }
}

/// A time in every year at which the offset changes, on the clock that holds before it.
private enum YearDay: Equatable {
    /// The nth day of a week in a month, 5 for the last; 0 is Sunday.
    case week(month: Int, week: Int, day: Int, time: Int)
    /// Day 1 to 365, where 29 February is never counted.
    case dayWithoutLeap(Int, time: Int)
    /// Day 0 to 365.
    case day(Int, time: Int)

    /// Seconds since the epoch, as if the clock showed UTC.
    func seconds(in year: Int64) -> Int64 {
        switch self {
        case .day(let day, let time): return CivilDay.days(year, 1, 1) * 86_400 + Int64(day) * 86_400 + Int64(time)
        case .dayWithoutLeap(let day, let time):
            let leapDay: Int64 = day >= 60 && CivilDay.days(year, 3, 1) - CivilDay.days(year, 1, 1) == 60 ? 1 : 0
            return (CivilDay.days(year, 1, 1) + Int64(day) - 1 + leapDay) * 86_400 + Int64(time)
        case .week(let month, let week, let day, let time):
            let first = CivilDay.days(year, month, 1)
            let next = month == 12 ? CivilDay.days(year + 1, 1, 1) : CivilDay.days(year, month + 1, 1)
            // 1 January 1970 was a Thursday.
            let weekday = ((first + 4) % 7 + 7) % 7
            var date = first + (Int64(day) - weekday + 7) % 7 + Int64(week - 1) * 7
            if date >= next { date -= 7 }
            return date * 86_400 + Int64(time)
        }
    }
}

/// Days of the Gregorian calendar.
private enum CivilDay {
    /// Days since 1 January 1970.
    static func days(_ year: Int64, _ month: Int, _ day: Int) -> Int64 {
        let years = year - (month < 3 ? 1 : 0)
        let months = (Int64(month) + 9) % 12
        return years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + Int64(day) - 719_469
    }

    /// The year in which the second lies.
    static func year(of second: Int64) -> Int64 {
        var year = 1970 + second / 31_556_952
        while days(year, 1, 1) * 86_400 > second { year -= 1 }
        while days(year + 1, 1, 1) * 86_400 <= second { year += 1 }
        return year
    }
}

private struct RuleReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var isAtComma: Bool { rest.first == UInt8(ascii: ",") }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// A name of at least three letters, or any in angle brackets; whether it was there.
    mutating func name() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number(), hours <= 167 else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where skip(":") {
            guard let number = number(), number < 60 else { return nil }
            seconds += number * unit
        }
        return isNegative ? -seconds : seconds
    }

    mutating func day() -> YearDay? {
        if skip("M") {
            guard let month = number(), (1...12).contains(month), skip("."), let week = number(),
                (1...5).contains(week), skip("."), let day = number(), day < 7, let time = dayTime()
            else { return nil }
            return .week(month: month, week: week, day: day, time: time)
        }
        let isWithoutLeap = skip("J")
        guard let day = number(), day <= 365, let time = dayTime() else { return nil }
        return isWithoutLeap ? .dayWithoutLeap(day, time: time) : .day(day, time: time)
    }

    private mutating func dayTime() -> Int? { skip("/") ? time() : 7200 }

    private mutating func number() -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
