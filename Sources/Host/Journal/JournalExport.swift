/// Reads what `journalctl --output=export` writes, in pieces of any size, with bounded memory.
///
/// An entry is lines `FIELD=TEXT` up to an empty one. A text that is no plain line stands as `FIELD`, a newline, its
/// length in eight bytes, the least first, and its bytes (systemd.io, "Journal Export Formats"): unlike in JSON, no byte of
/// it is changed.
struct JournalExport {
    /// What no `journalctl` writes.
    enum Fault: Error, Equatable {
        /// An entry without place or time, or a line that is no field.
        case malformed
        /// An entry longer than `longestEntry`.
        case tooLong
    }

    /// Bytes of an entry at most: the journal takes no longer ones with one field of text than syslog's 64 KiB, and a
    /// failed action's entry is some kilobytes.
    static let longestEntry = 4 << 20

    private var buffer: [UInt8] = []
    /// Where the bytes begin that belong to no whole entry yet.
    private var start = 0
    /// Where the next field begins.
    private var next = 0
    private var fields: [String: [UInt8]] = [:]

    init() {}

    /// Whether an entry was begun and not ended.
    var isInEntry: Bool { start < buffer.count }

    /// Adds bytes.
    mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            next -= start
            start = 0
        }
        buffer += bytes
    }

    /// The next whole entry; nil where more bytes are needed.
    mutating func entry() throws(Fault) -> JournalEntry? {
        while let line = line(from: next) {
            guard !line.isEmpty else {
                let whole = fields
                (start, next, fields) = (line.upperBound + 1, line.upperBound + 1, [:])
                // Empty lines between entries are none.
                if whole.isEmpty { continue }
                guard let entry = JournalEntry(whole) else { throw .malformed }
                return entry
            }
            guard let end = try field(line) else { break }
            next = end
        }
        guard buffer.count - start <= Self.longestEntry else { throw .tooLong }
        return nil
    }

    /// Takes the field in whose first line this is, and gives where the next begins; nil where it has not come whole.
    private mutating func field(_ line: Range<Int>) throws(Fault) -> Int? {
        let equals = buffer[line].firstIndex(of: UInt8(ascii: "="))
        let name = line.lowerBound..<(equals ?? line.upperBound)
        guard Self.isName(buffer[name]) else { throw .malformed }
        if let equals {
            keep(name, equals + 1..<line.upperBound)
            return line.upperBound + 1
        }
        let data = line.upperBound + 1 + 8
        guard data <= buffer.count else { return nil }
        let length = buffer[data - 8..<data].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(Self.longestEntry) else { throw .tooLong }
        let end = data + Int(length)
        guard end < buffer.count else { return nil }
        guard buffer[end] == 0x0a else { throw .malformed }
        keep(name, data..<end)
        return end + 1
    }

    /// Of a field that stands twice the first counts.
    private mutating func keep(_ name: Range<Int>, _ value: Range<Int>) {
        let name = String(decoding: buffer[name], as: UTF8.self)
        if fields[name] == nil { fields[name] = Array(buffer[value]) }
    }

    /// The line that begins at `place`, without its newline; nil where it has not come whole.
    private func line(from place: Int) -> Range<Int>? {
        guard place < buffer.count, let end = buffer[place...].firstIndex(of: 0x0a) else { return nil }
        return place..<end
    }

    private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(name.count)
            && name.allSatisfy { byte in
                (65...90).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
            }
    }
}
