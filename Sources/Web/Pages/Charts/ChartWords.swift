/// A day and its month in a zone, as in `21 Nov`; with the year where that is not clear.
func shortDate(_ moment: Int64, in frame: PageFrame) -> String {
    let date = Moment(moment).date(in: frame.zone)
    guard frame.now - moment < 300 * 86_400 else {
        return frame[.chartDateYear, "\(date.day)", frame[Text.months[date.month - 1]], "\(date.year)"]
    }
    return frame[.chartDate, "\(date.day)", frame[Text.months[date.month - 1]]]
}

/// A time of day in a zone, as in `14:30`.
func timeOfDay(_ moment: Int64, in frame: PageFrame) -> String {
    String(Moment(moment).local(in: frame.zone).dropFirst(11).prefix(5))
}

/// A part of a chart in words: `21 Nov 14:00–14:30`, or dates where it has whole days.
func partWords(_ part: Range<Int64>, in frame: PageFrame) -> String {
    let (start, end) = (part.lowerBound, part.upperBound)
    let (first, last) = (shortDate(start, in: frame), shortDate(end, in: frame))
    guard end - start < 23 * 3600 else {
        let through = shortDate(end - 1, in: frame)
        let isWhole = timeOfDay(start, in: frame) == "00:00" && timeOfDay(end, in: frame) == "00:00"
        guard !isWhole else { return first == through ? first : "\(first) – \(through)" }
        return "\(first) \(timeOfDay(start, in: frame)) – \(last) \(timeOfDay(end, in: frame))"
    }
    let isOneDay = shortDate(end - 1, in: frame) == first
    let until = isOneDay ? timeOfDay(end, in: frame) : "\(last) \(timeOfDay(end, in: frame))"
    return "\(first) \(timeOfDay(start, in: frame))–\(until)"
}

extension Figures {
    /// A number in few letters, as in `950`, `1.2k`, `40k` or `3M`.
    static func short(_ value: Int) -> String {
        for (size, unit) in [(1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")] where value >= size {
            let tenths = value / (size / 10)
            return tenths >= 100 || tenths % 10 == 0 ? "\(tenths / 10)\(unit)" : "\(tenths / 10).\(tenths % 10)\(unit)"
        }
        return "\(value)"
    }
}
