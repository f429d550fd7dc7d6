#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A date and a time of day without a time zone, as fail2ban prints them: `2026-11-21 00:04:58`.
public struct LocalTime: Hashable, Sendable {
    private let year: UInt16
    private let month: UInt8
    private let day: UInt8
    private let hour: UInt8
    private let minute: UInt8
    private let second: UInt8

    /// Year, month (1 to 12), day (1 to 31), hour, minute, second.
    public var fields: [Int] { [Int(year), Int(month), Int(day), Int(hour), Int(minute), Int(second)] }

    /// Reads `YYYY-MM-DD HH:MM:SS`, which is all that may be there.
    public init?(_ text: some Collection<UInt8>) {
        guard text.count == Self.length else { return nil }
        self.init(Array(text).span, at: 0)
    }

    /// Reads `YYYY-MM-DD HH:MM:SS` from the byte at `start` on, whatever follows.
    public init?(_ bytes: Span<UInt8>, at start: Int) {
        guard start >= 0, bytes.count - start >= Self.length else { return nil }
        let dash = UInt8(ascii: "-")
        let colon = UInt8(ascii: ":")
        guard bytes[start + 4] == dash, bytes[start + 7] == dash, bytes[start + 10] == UInt8(ascii: " "),
            bytes[start + 13] == colon, bytes[start + 16] == colon,
            let century = bytes.twoDigits(at: start), let year = bytes.twoDigits(at: start + 2),
            let month = bytes.twoDigits(at: start + 5), (1...12).contains(month),
            let day = bytes.twoDigits(at: start + 8), (1...31).contains(day),
            let hour = bytes.twoDigits(at: start + 11), hour < 24,
            let minute = bytes.twoDigits(at: start + 14), minute < 60,
            let second = bytes.twoDigits(at: start + 17), second < 61
        else { return nil }
        self.year = UInt16(century) * 100 + UInt16(year)
        (self.month, self.day) = (month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// Takes what `fields` gives; nil where one is missing or out of its bounds.
    public init?(fields: [Int]) {
        guard fields.count == 6, (0...9999).contains(fields[0]), (1...12).contains(fields[1]),
            (1...31).contains(fields[2]), (0..<24).contains(fields[3]), (0..<60).contains(fields[4]),
            (0..<61).contains(fields[5])
        else { return nil }
        year = UInt16(fields[0])
        (month, day) = (UInt8(fields[1]), UInt8(fields[2]))
        (hour, minute, second) = (UInt8(fields[3]), UInt8(fields[4]), UInt8(fields[5]))
    }

    /// Bytes of its text.
    static let length = 19

    /// The moment in UTC epoch seconds, taking this for a time in UTC; a day that its month has not counts on into
    /// the next.
    public var inUTC: Int64 {
        // Days since 0000-03-01 in years that begin in March, so that a leap day ends its year.
        let years = Int64(year) - (month < 3 ? 1 : 0)
        let months = (Int64(month) + 9) % 12
        let leapDays = years >= 0 ? years / 4 - years / 100 + years / 400 : -1
        let days = years * 365 + leapDays + (months * 153 + 2) / 5 + Int64(day) - 1
        let daysBefore1970: Int64 = 719_468
        return (days - daysBefore1970) * 86_400 + Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)
    }

    /// The moment in UTC epoch seconds, taking this for the time of this machine's zone; nil where it has none. Of
    /// an hour that occurs twice it is the one that the system prefers.
    public var inZoneOfMachine: Int64? {
        var parts = tm()
        parts.tm_year = Int32(year) - 1900
        parts.tm_mon = Int32(month) - 1
        parts.tm_mday = Int32(day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_sec = Int32(second)
        parts.tm_isdst = -1
        let moment = mktime(&parts)
        return moment == -1 ? nil : Int64(moment)
    }
}
