/// How the daemon writes the length of a ban for people: from 1.0 on (fail2ban `mytime.py`, `seconds2str`) up to three
/// units such as `2d 7h 15m`, rounded to the day above a year, to the hour above a week, to the minute above a day and to
/// ten seconds above an hour; before 1.0 as Python does (`timedelta`), `2 days, 7:15:00`.
enum GrantedTime {
    /// Its seconds, -1 for `permanent`; nil for anything else.
    static func seconds(_ line: Span<UInt8>, in range: Range<Int>) -> Int64? {
        if range.count == 9, line.has("permanent", at: range.lowerBound) { return -1 }
        if range.count == 1, line.has("0", at: range.lowerBound) { return 0 }
        if let colon = line.last(":", in: range) { return clock(line, range, colon) }
        var total: Int64 = 0
        var start = range.lowerBound
        while start < range.upperBound {
            let end = line.first(" ", in: start..<range.upperBound) ?? range.upperBound
            guard end - start > 1, let unit = unit(line[end - 1]), let number = line.number(in: start..<(end - 1))
            else { return nil }
            let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
            let (sum, overflowToo) = total.addingReportingOverflow(seconds)
            guard !overflow, !overflowToo else { return nil }
            total = sum
            start = end + 1
        }
        return range.isEmpty ? nil : total
    }

    /// `2 days, 7:15:00`, where the last colon is known.
    private static func clock(_ line: Span<UInt8>, _ range: Range<Int>, _ colon: Int) -> Int64? {
        var days: Int64 = 0
        var start = range.lowerBound
        if let comma = line.first(", ", in: range) {
            guard let space = line.first(" day", in: start..<comma), let number = line.number(in: start..<space),
                number < 1_000_000_000
            else { return nil }
            days = number
            start = comma + 2
        }
        guard start <= colon, let first = line.first(":", in: start..<colon),
            let hours = line.number(in: start..<first), hours < 24,
            let minutes = line.number(in: (first + 1)..<colon), minutes < 60,
            let seconds = line.number(in: (colon + 1)..<range.upperBound), seconds < 60
        else { return nil }
        return days * 86_400 + hours * 3600 + minutes * 60 + seconds
    }

    private static func unit(_ letter: UInt8) -> Int64? {
        switch letter {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "w"): 604_800
        case UInt8(ascii: "y"): 31_536_000
        default: nil
        }
    }
}
