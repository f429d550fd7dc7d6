/// Why packed bytes cannot be read.
enum PackedError: Error, Hashable {
    /// They end before their values do.
    case endsEarly
    /// They go on behind their values.
    case goesOn
    /// A value is none of its kind.
    case noSuchValue
}

/// Reads what `PackedWriter` wrote. A count is held against the bytes that are left before anything is made room for.
struct PackedReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Ends the reading: nothing may be left.
    func end() throws(PackedError) { guard place == bytes.count else { throw .goesOn } }

    mutating func byte() throws(PackedError) -> UInt8 {
        guard place < bytes.count else { throw .endsEarly }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() throws(PackedError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let part = try byte()
            guard shift < 63 || part <= 1 else { throw .noSuchValue }
            value |= UInt64(part & 0x7f) << shift
            if part < 0x80 { return value }
        }
        throw .noSuchValue
    }

    /// A count of things of which each takes at least a byte.
    mutating func count() throws(PackedError) -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - place) else { throw .endsEarly }
        return Int(value)
    }

    mutating func signed() throws(PackedError) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func int() throws(PackedError) -> Int {
        guard let value = Int(exactly: try signed()) else { throw .noSuchValue }
        return value
    }

    mutating func block(of count: Int) throws(PackedError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - place else { throw .endsEarly }
        defer { place += count }
        return bytes[place..<(place + count)]
    }

    mutating func block() throws(PackedError) -> [UInt8] { Array(try block(of: try count())) }

    mutating func text() throws(PackedError) -> String {
        String(decoding: try block(of: try count()), as: UTF8.self)
    }

    mutating func flag() throws(PackedError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw .noSuchValue
        }
    }

    mutating func optional<Value>(
        _ read: (inout PackedReader) throws(PackedError) -> Value
    ) throws(PackedError) -> Value? {
        try flag() ? try read(&self) : nil
    }

    mutating func list<Element>(
        _ read: (inout PackedReader) throws(PackedError) -> Element
    ) throws(PackedError) -> [Element] {
        let count = try count()
        var values: [Element] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }
}
