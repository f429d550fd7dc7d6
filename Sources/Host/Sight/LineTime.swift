import Fail2ban

/// The time that a line of anyone's log begins with, in one of the forms that services write.
struct LineTime: Equatable {
    /// UTC epoch seconds, as if its clock showed UTC.
    var clock: Int64
    /// Seconds east of UTC; nil where the line does not say.
    var offset: Int?

    /// Bytes of a line in which its time is looked for.
    private static let reach = 96

    /// Finds the first time of a line; `now` gives the year where it has none.
    init?(in line: ArraySlice<UInt8>, now: Int64) {
        let bytes = Array(line.prefix(Self.reach + 40))
        for start in 0..<min(bytes.count, Self.reach) {
            var reader = TimeReader(bytes, at: start)
            guard reader.isAtBeginning, let found = reader.time(now: now) else { continue }
            self = found
            return
        }
        return nil
    }

    init(clock: Int64, offset: Int? = nil) {
        self.clock = clock
        self.offset = offset
    }

    /// The moment in UTC epoch seconds, in `zone` where the line names none.
    func moment(in zone: ZoneRules) -> Int64 {
        if let offset { return clock - Int64(offset) }
        let first = clock - Int64(zone.offset(at: clock))
        return clock - Int64(zone.offset(at: first))
    }

    /// What fail2ban's `logtimezone` says, such as `UTC+02:00`, `GMT-0530` or `Z`; nil for anything else.
    static func offset(named text: String) -> Int? {
        var rest = Array(text.utf8)[...]
        if rest.elementsEqual("Z".utf8) { return 0 }
        guard rest.starts(with: "UTC".utf8) || rest.starts(with: "GMT".utf8) else { return nil }
        rest = rest.dropFirst(3)
        if rest.isEmpty { return 0 }
        var reader = TimeReader(Array(rest), at: 0)
        return reader.zone()
    }
}

/// Reads the parts of a time from one place of a line on.
private struct TimeReader {
    private let bytes: [UInt8]
    private var index: Int

    init(_ bytes: [UInt8], at start: Int) {
        self.bytes = bytes
        index = start
    }

    /// Whether no letter or digit stands before it.
    var isAtBeginning: Bool {
        guard index > 0 else { return true }
        return !Self.isWord(bytes[index - 1])
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    mutating func time(now: Int64) -> LineTime? {
        let start = index
        if let found = readDashed() { return found }
        index = start
        if let found = readSlashed() { return found }
        index = start
        return readNamed().flatMap { Self.dated($0, now: now) }
    }

    /// `2026-11-22T05:12:09.123+00:00`, `2026/11/22 05:12:09`.
    private mutating func readDashed() -> LineTime? {
        guard let year = digits(4), let divider = byte(of: "-/"), let month = digits(2), skip(divider),
            let day = digits(2), byte(of: "T ") != nil, let time = clock()
        else { return nil }
        guard let local = LocalTime(fields: [year, month, day] + time) else { return nil }
        fraction()
        let mark = index
        if skip(UInt8(ascii: " ")), let offset = zone() { return LineTime(clock: local.inUTC, offset: offset) }
        index = mark
        return LineTime(clock: local.inUTC, offset: zone())
    }

    /// `22/Nov/2026:05:12:09 +0000`.
    private mutating func readSlashed() -> LineTime? {
        guard let day = digits(2), skip(UInt8(ascii: "/")), let month = month(), skip(UInt8(ascii: "/")),
            let year = digits(4), skip(UInt8(ascii: ":")), let time = clock(),
            let local = LocalTime(fields: [year, month, day] + time)
        else { return nil }
        guard skip(UInt8(ascii: " ")) else { return LineTime(clock: local.inUTC) }
        return LineTime(clock: local.inUTC, offset: zone())
    }

    /// `Nov 22 05:12:09`, also with a fraction and a year behind it.
    private mutating func readNamed() -> (fields: [Int], year: Int?)? {
        guard let month = month(), skip(UInt8(ascii: " ")) else { return nil }
        let isPadded = skip(UInt8(ascii: " "))
        guard let day = isPadded ? digits(1) : digits(2) ?? digits(1), skip(UInt8(ascii: " ")), let time = clock()
        else { return nil }
        fraction()
        let year = skip(UInt8(ascii: " ")) ? digits(4) : nil
        return ([month, day] + time, year.flatMap { (1970...2200).contains($0) ? $0 : nil })
    }

    /// The latest year in which the time is not in the future, by more than two days.
    private static func dated(_ parts: (fields: [Int], year: Int?), now: Int64) -> LineTime? {
        if let year = parts.year { return LocalTime(fields: [year] + parts.fields).map { LineTime(clock: $0.inUTC) } }
        let about = 1970 + Int(now / 31_556_952)
        let clocks = [about + 1, about, about - 1].compactMap { LocalTime(fields: [$0] + parts.fields)?.inUTC }
        return clocks.first { $0 <= now + 2 * 86_400 }.map { LineTime(clock: $0) }
    }

    /// `Z`, `+02:00`, `-0530` or `+02`.
    mutating func zone() -> Int? {
        let mark = index
        if skip(UInt8(ascii: "Z")) { return 0 }
        guard let sign = byte(of: "+-"), let hours = digits(2), hours < 15 else {
            index = mark
            return nil
        }
        let isDivided = skip(UInt8(ascii: ":"))
        let minutes = digits(2) ?? (isDivided ? nil : 0)
        guard let minutes, minutes < 60 else {
            index = mark
            return nil
        }
        return (sign == UInt8(ascii: "+") ? 1 : -1) * (hours * 3600 + minutes * 60)
    }

    private mutating func clock() -> [Int]? {
        guard let hour = digits(2), skip(UInt8(ascii: ":")), let minute = digits(2), skip(UInt8(ascii: ":")),
            let second = digits(2)
        else { return nil }
        return [hour, minute, second]
    }

    private mutating func fraction() {
        let mark = index
        guard byte(of: ".,") != nil, digits(1) != nil else {
            index = mark
            return
        }
        while digits(1) != nil {}
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .map { Array($0.utf8) }

    private mutating func month() -> Int? {
        guard bytes.count - index >= 3 else { return nil }
        let name = Array(bytes[index..<(index + 3)])
        guard let place = Self.months.firstIndex(of: name) else { return nil }
        index += 3
        return place + 1
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard bytes.count - index >= count else { return nil }
        var value = 0
        for byte in bytes[index..<(index + count)] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        index += count
        return value
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func byte(of set: String) -> UInt8? {
        guard index < bytes.count, set.utf8.contains(bytes[index]) else { return nil }
        defer { index += 1 }
        return bytes[index]
    }
}
