/// Where an entry stands in the system's journal: what its cursor tells.
struct JournalPlace: Hashable, Sendable {
    /// The 16 bytes that name a run of numbers (`s=`): a journal that is damaged or removed begins a new one.
    var series: [UInt8]
    /// Its number in that run (`i=`), which only grows.
    var number: Int64
    /// When the journal took it in (`t=`), in UTC epoch microseconds: finds its place where the series has gone.
    var received: Int64

    init(series: [UInt8], number: Int64, received: Int64) {
        self.series = series
        self.number = number
        self.received = received
    }

    /// Reads a cursor: `s=…;i=…;b=…;m=…;t=…;x=…`, numbers in hexadecimal (systemd `sd-journal.c`); nil for anything else.
    init?(cursor: some Collection<UInt8>) {
        var parts: [UInt8: ArraySlice<UInt8>] = [:]
        for part in Array(cursor).split(separator: UInt8(ascii: ";")) {
            guard part.count > 2, part[part.startIndex + 1] == UInt8(ascii: "="), let name = part.first else {
                return nil
            }
            parts[name] = part.dropFirst(2)
        }
        guard let series = parts[UInt8(ascii: "s")].flatMap(Self.bytes), series.count == Self.seriesLength,
            let number = parts[UInt8(ascii: "i")].flatMap(Self.number), number < .max,
            let received = parts[UInt8(ascii: "t")].flatMap(Self.number)
        else { return nil }
        self.init(series: series, number: number, received: received)
    }

    static let seriesLength = 16

    /// What `journalctl --cursor` takes: the series first, and the time where there is none such.
    var cursor: String {
        let name = series.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "s=\(name);i=\(String(number, radix: 16));t=\(String(received, radix: 16))"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        digits.count <= 16 && digits.allSatisfy { nibble($0) != nil }
            ? Int64(String(decoding: digits, as: UTF8.self), radix: 16) : nil
    }

    private static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        let nibbles = digits.compactMap(nibble)
        guard nibbles.count == digits.count, nibbles.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
