/// Times as RFC 3339 writes them, in UTC and to the second: `2026-11-21T01:02:03Z`.
enum RFC3339 {
    /// Appends `seconds` since the epoch; years outside 0 to 9999 are clamped, since RFC 3339 has none.
    static func append(_ seconds: Int64, to bytes: inout [UInt8]) {
        let clamped = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let days = clamped >= 0 ? clamped / 86_400 : (clamped - 86_399) / 86_400
        let (year, month, day) = civil(days)
        let second = clamped - days * 86_400
        let time = (second / 3600, second / 60 % 60, second % 60)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { text in
            _ = text.initialize(from: "0000-00-00T00:00:00Z".utf8)
            pair(year / 100, at: 0, in: text)
            pair(year % 100, at: 2, in: text)
            for (value, place) in [(month, 5), (day, 8), (time.0, 11), (time.1, 14), (time.2, 17)] {
                pair(value, at: place, in: text)
            }
            bytes.append(contentsOf: text)
        }
    }

    /// The text of `seconds` since the epoch.
    static func text(_ seconds: Int64) -> String {
        var bytes: [UInt8] = []
        append(seconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func pair(_ value: Int64, at place: Int, in text: UnsafeMutableBufferPointer<UInt8>) {
        text[place] = UInt8(ascii: "0") + UInt8(value / 10)
        text[place + 1] = UInt8(ascii: "0") + UInt8(value % 10)
    }

    /// Year, month and day of a number of days since the epoch, in the proleptic Gregorian calendar: years counted
    /// from March, so that the leap day is the last of its year.
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
