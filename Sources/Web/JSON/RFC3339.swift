import NIOCore

/// Times as RFC 3339 writes them, in UTC and to the second: `2026-11-21T01:02:03Z`.
enum RFC3339 {
    /// Writes `seconds` since the epoch; years outside 0 to 9999 are clamped, since RFC 3339 has none.
    static func write(_ seconds: Int64, to buffer: inout ByteBuffer) {
        let clamped = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let days = clamped >= 0 ? clamped / 86_400 : (clamped - 86_399) / 86_400
        let (year, month, day) = civil(days)
        let second = clamped - days * 86_400
        digits(year, 4, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "-"))
        digits(month, 2, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "-"))
        digits(day, 2, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "T"))
        digits(second / 3600, 2, to: &buffer)
        buffer.writeInteger(UInt8(ascii: ":"))
        digits(second / 60 % 60, 2, to: &buffer)
        buffer.writeInteger(UInt8(ascii: ":"))
        digits(second % 60, 2, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "Z"))
    }

    /// The text of `seconds` since the epoch.
    static func text(_ seconds: Int64) -> String {
        var buffer = ByteBuffer()
        write(seconds, to: &buffer)
        return String(buffer: buffer)
    }

    private static func digits(_ value: Int64, _ count: Int, to buffer: inout ByteBuffer) {
        var divisor: Int64 = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            buffer.writeInteger(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
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
