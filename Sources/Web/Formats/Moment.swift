/// A moment as people and programs write it. Moments are UTC epoch seconds; the calendar is the proleptic Gregorian.
struct Moment: Sendable {
    let seconds: Int64

    init(_ seconds: Int64) {
        // Years 1 to 9999: the range of RFC 3339, minus its year 0.
        self.seconds = min(max(seconds, -62_135_596_800), 253_402_300_799)
    }

    /// RFC 3339 in UTC, as in `2026-11-21T13:03:22Z`.
    var rfc3339: String {
        let (day, time) = Self.parts(seconds)
        return "\(day)T\(time)Z"
    }

    /// Date and time of day in `zone` with its offset, as in `2026-11-21 14:03:22 +01:00`; in German the day comes first.
    func local(in zone: Zone, _ language: Language = .english) -> String {
        let offset = zone.offset(at: seconds)
        let sign = offset < 0 ? "-" : "+"
        let minutes = abs(offset) / 60
        let words = Self.words(seconds + offset, language)
        return "\(words) \(sign)\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
    }

    /// Date and time of day in `zone` without its offset, for where the zone is clear.
    func short(in zone: Zone, _ language: Language) -> String {
        Self.words(seconds + zone.offset(at: seconds), language)
    }

    /// The local time and the same in UTC, for a tooltip.
    func exact(in zone: Zone, _ language: Language = .english) -> String {
        "\(local(in: zone, language)) \(zone.name) · \(Self.words(seconds, language)) UTC"
    }

    private static func words(_ seconds: Int64, _ language: Language) -> String {
        let (day, time) = parts(seconds)
        switch language {
        case .english: return "\(day) \(time)"
        case .german:
            // DIN 5008: day, month and year with dots between.
            let date = day.split(separator: "-").reversed().joined(separator: ".")
            return "\(date), \(time)"
        }
    }

    /// Year, month and day of the month in `zone`.
    func date(in zone: Zone) -> (year: Int, month: Int, day: Int) {
        let local = seconds + zone.offset(at: seconds)
        let (year, month, day) = Self.civil(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        return (Int(year), Int(month), Int(day))
    }

    private static func parts(_ seconds: Int64) -> (day: String, time: String) {
        var days = seconds / 86_400
        var rest = seconds % 86_400
        if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
        let (year, month, day) = civil(days)
        let time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        let digits = String(year)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return ("\(padded)-\(two(month))-\(two(day))", time)
    }

    /// Year, month and day of a count of days since 1970-01-01, counted in eras of 400 years that begin in March, so
    /// that the leap day comes last.
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
