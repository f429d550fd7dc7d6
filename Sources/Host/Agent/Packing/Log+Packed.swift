import Fail2ban

extension LogReading: Packed {
    /// The packed bytes. A generation and a jail are written once, and then by their number.
    public var packed: [UInt8] {
        var (series, jails) = (Numbering<[UInt8]>(), Numbering<JailName>())
        for observation in observations {
            series.add(observation.generation)
            if let jail = observation.jail { jails.add(jail) }
        }
        var writer = PackedWriter()
        writer.list(series.values) { $0.block($1) }
        writer.list(jails.values) { $0.text($1.text) }
        writer.list(observations) { writer, observation in
            writer.count(series.number(of: observation.generation))
            writer.signed(observation.offset)
            writer.signed(observation.end)
            writer.signed(observation.time)
            writer.signed(Int64(observation.utcOffset))
            writer.count(observation.jail.map { jails.number(of: $0) + 1 } ?? 0)
            writer.message(observation.message)
        }
        writer.list(positions) { $0.position($1) }
        writer.signed(remaining)
        writer.list(generations) { $0.block($1) }
        writer.list(vanished) { $0.position($1) }
        return writer.bytes
    }

    /// Reads packed bytes.
    public init(packed: [UInt8]) throws {
        var reader = PackedReader(packed)
        let series = try reader.list { reader throws(PackedError) in try reader.block() }
        let jails = try reader.list { reader throws(PackedError) in try reader.jail() }
        let observations = try reader.list { reader throws(PackedError) in
            LogObservation(
                generation: try Self.entry(Int(clamping: reader.number()), of: series), offset: try reader.signed(),
                end: try reader.signed(), time: try reader.signed(), utcOffset: try reader.int(),
                jail: try Self.jail(Int(clamping: reader.number()), of: jails), message: try reader.message())
        }
        self.init(
            observations: observations,
            positions: try reader.list { reader throws(PackedError) in try reader.position() },
            remaining: try reader.signed(),
            generations: try reader.list { reader throws(PackedError) in try reader.block() },
            vanished: try reader.list { reader throws(PackedError) in try reader.position() })
        try reader.end()
    }

    private static func entry<Value>(_ number: Int, of values: [Value]) throws(PackedError) -> Value {
        guard values.indices.contains(number) else { throw .noSuchValue }
        return values[number]
    }

    private static func jail(_ number: Int, of jails: [JailName]) throws(PackedError) -> JailName? {
        number == 0 ? nil : try entry(number - 1, of: jails)
    }
}

/// Places in the daemon's log, as they cross the agent's socket.
public struct LogPlaces: Packed, Hashable, Sendable {
    /// How far each generation was taken in.
    public var positions: [LogPosition]

    /// Takes the places.
    public init(_ positions: [LogPosition]) { self.positions = positions }

    /// The packed bytes: some 40 for a place.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        writer.list(positions) { $0.position($1) }
        return writer.bytes
    }

    /// Reads packed bytes.
    public init(packed: [UInt8]) throws {
        var reader = PackedReader(packed)
        positions = try reader.list { reader throws(PackedError) in try reader.position() }
        try reader.end()
    }
}

/// Values in the order in which they first came.
private struct Numbering<Value: Hashable> {
    private(set) var values: [Value] = []
    private var numbers: [Value: Int] = [:]

    mutating func add(_ value: Value) {
        guard values.last != value, numbers[value] == nil else { return }
        numbers[value] = values.count
        values.append(value)
    }

    func number(of value: Value) -> Int { numbers[value] ?? 0 }
}

extension PackedWriter {
    fileprivate mutating func position(_ position: LogPosition) {
        block(position.generation)
        number(position.device)
        number(position.inode)
        signed(position.offset)
        optional(position.lastTime) { $0.signed($1) }
    }
}

extension PackedReader {
    fileprivate mutating func position() throws(PackedError) -> LogPosition {
        LogPosition(
            generation: try block(), device: try number(), inode: try number(), offset: try signed(),
            lastTime: try optional { reader throws(PackedError) in try reader.signed() })
    }
}
