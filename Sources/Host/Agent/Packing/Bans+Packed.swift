import Fail2ban

extension BanSnapshot: Packed {
    /// The packed bytes: 14 for an address with times.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        writer.text(jail.text)
        writer.byte(timesAreInForce ? 1 : 0)
        writer.list(bans) { writer, ban in
            writer.id(ban.id)
            writer.optional(ban.bannedAt) { $0.signed($1) }
            writer.optional(ban.time) { $0.time($1) }
            writer.optional(ban.count) { $0.signed(Int64($1)) }
        }
        return writer.bytes
    }

    /// Reads packed bytes.
    public init(packed: [UInt8]) throws {
        var reader = PackedReader(packed)
        let jail = try reader.jail()
        let timesAreInForce = try reader.flag()
        let bans = try reader.list { reader throws(PackedError) in
            HostBan(
                id: try reader.id(),
                bannedAt: try reader.optional { reader throws(PackedError) in try reader.signed() },
                time: try reader.optional { reader throws(PackedError) in try reader.time() },
                count: try reader.optional { reader throws(PackedError) in try reader.int() })
        }
        try reader.end()
        self.init(jail: jail, bans: bans, timesAreInForce: timesAreInForce)
    }
}

/// Records of the daemon's database, as they cross the agent's socket.
public struct RecordedBans: Packed, Equatable, Sendable {
    /// The records, by time.
    public var records: [RecordedBan]

    /// Takes the records.
    public init(_ records: [RecordedBan]) { self.records = records }

    /// The packed bytes.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        writer.list(records) { writer, record in
            writer.text(record.jail.text)
            writer.id(record.id)
            writer.signed(record.bannedAt)
            writer.optional(record.time) { $0.time($1) }
            writer.signed(Int64(record.count))
            writer.signed(Int64(record.failures))
            writer.list(record.matches) { $0.block($1) }
        }
        return writer.bytes
    }

    /// Reads packed bytes.
    public init(packed: [UInt8]) throws {
        var reader = PackedReader(packed)
        records = try reader.list { reader throws(PackedError) in
            RecordedBan(
                jail: try reader.jail(), id: try reader.id(), bannedAt: try reader.signed(),
                time: try reader.optional { reader throws(PackedError) in try reader.time() },
                count: try reader.int(), failures: try reader.int(),
                matches: try reader.list { reader throws(PackedError) in try reader.block() })
        }
        try reader.end()
    }
}
