#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A date and a time of day without a time zone, as fail2ban prints them: `2026-11-21 00:04:58`.
public struct LocalTime: Hashable, Sendable {
    /// Year, month (1 to 12), day (1 to 31), hour, minute, second.
    public let fields: [Int]

    /// Reads `YYYY-MM-DD HH:MM:SS`, which is all that may be there.
    public init?(_ text: some Collection<UInt8>) {
        let form = Array("0000-00-00 00:00:00".utf8)
        guard text.count == form.count else { return nil }
        var fields = [0]
        for (byte, expected) in zip(text, form) {
            if expected == UInt8(ascii: "0") {
                guard (48...57).contains(byte) else { return nil }
                fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(byte - 48)
            } else {
                guard byte == expected else { return nil }
                fields.append(0)
            }
        }
        guard (1...12).contains(fields[1]), (1...31).contains(fields[2]), fields[3] < 24, fields[4] < 60,
            fields[5] < 61
        else { return nil }
        self.fields = fields
    }

    /// The moment in UTC epoch seconds, taking this for the time of this machine's zone; nil where it has none. Of
    /// an hour that occurs twice it is the one that the system prefers.
    public var inZoneOfMachine: Int64? {
        var parts = tm()
        parts.tm_year = Int32(fields[0] - 1900)
        parts.tm_mon = Int32(fields[1] - 1)
        parts.tm_mday = Int32(fields[2])
        parts.tm_hour = Int32(fields[3])
        parts.tm_min = Int32(fields[4])
        parts.tm_sec = Int32(fields[5])
        parts.tm_isdst = -1
        let moment = mktime(&parts)
        return moment == -1 ? nil : Int64(moment)
    }
}
