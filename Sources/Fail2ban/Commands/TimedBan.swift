/// A ban in force as `get JAIL banip --with-time` tells it.
public struct TimedBan: Hashable, Sendable {
    /// What is banned.
    public var id: BanID
    /// When, on the clock of the daemon's machine; it says no time zone.
    public var start: LocalTime
    /// How long it lasts from then.
    public var time: BanTime

    /// Reads `ID SPACE TAB START + SECONDS = END`, from its end because an id can hold anything.
    init?(_ line: String) {
        let bytes = Array(line.utf8)
        guard let equals = Self.last(" = ", in: bytes[...]), let plus = Self.last(" + ", in: bytes[..<equals]),
            let tab = Self.last(" \t", in: bytes[..<plus]), let start = LocalTime(bytes[(tab + 2)..<plus]),
            let seconds = Double(String(decoding: bytes[(plus + 3)..<equals], as: UTF8.self)),
            let whole = Int64(exactly: seconds.rounded(.down))
        else { return nil }
        id = BanID(reading: String(decoding: bytes[..<tab], as: UTF8.self))
        self.start = start
        time = whole < 0 ? .permanent : .seconds(whole)
    }

    private static func last(_ separator: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let separator = Array(separator.utf8)
        var start = bytes.endIndex - separator.count
        while start >= bytes.startIndex {
            if bytes[start..<start + separator.count].elementsEqual(separator) { return start }
            start -= 1
        }
        return nil
    }
}
