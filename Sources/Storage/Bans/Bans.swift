extension Transaction {
    /// The mirror of the bans in force.
    public var bans: Bans { Bans(transaction: self) }
}

/// The mirror of the bans in force, in one transaction.
public struct Bans {
    let transaction: any Transaction

    /// Those of the ids that a jail bans, in their order.
    public func inForce(host: String, jail: String, ids: [String]) throws -> [BanRecord] {
        guard let number = try number(host: host, jail: jail) else { return [] }
        return try find(ids, in: number)
    }

    /// The bans of exactly these ids, in every jail of every host.
    public func inForce(ids: [String]) throws -> [BanRecord] {
        try jails(host: nil).flatMap { try find(ids, in: $0.number) }
    }

    /// The bans of exactly this id in every jail of a host, by jail.
    public func jailOf(host: String, id: String) throws -> [BanRecord] {
        try jails(host: host).compactMap { try find(id, in: $0.number) }
    }

    /// The bans that hold the whole range from `first` to `last` (16 bytes that sort), on one host or on all.
    public func covering(host: String?, first: [UInt8], last: [UInt8]) throws -> [BanRecord] {
        let range: [String: Value] = ["first": .bytes(first), "last": .bytes(last)]
        var records: [BanRecord] = []
        for jail in try jails(host: host) {
            let arguments = range.merging(["jail": .integer(jail.number)]) { $1 }
            if first == last { records += try transaction.rows(Self.single, arguments) { BanRecord($0) } }
            records += try transaction.rows(Self.networks, arguments) { BanRecord($0) }
        }
        return records
    }

    /// Ids that are asked for at once.
    private static let most = 64
    private static let names = (0..<most).map { "i\($0)" }
    private static let some = """
        SELECT \(BanColumn.list) FROM bans b \(BanColumn.joins)
        WHERE b.jail_number = :jail AND b.ban_id IN (\(names.map { ":" + $0 }.joined(separator: ", ")))
        """

    private func find(_ ids: [String], in jail: Int64) throws -> [BanRecord] {
        guard ids.count > 1 else { return try ids.compactMap { try find($0, in: jail) } }
        var records: [BanRecord] = []
        for start in stride(from: 0, to: ids.count, by: Self.most) {
            let some = ids[start..<min(start + Self.most, ids.count)]
            var arguments: [String: Value] = ["jail": .integer(jail)]
            for (number, name) in Self.names.enumerated() {
                // One statement for any number of ids: the last stands for those that are not there.
                arguments[name] = .text(some[min(some.startIndex + number, some.endIndex - 1)])
            }
            let found = try transaction.rows(Self.some, arguments) { BanRecord($0) }
            let places = Dictionary(found.map { (BanKey(text: $0.id), $0) }, uniquingKeysWith: { one, _ in one })
            records += some.compactMap { places[BanKey(text: $0)] }
        }
        return records
    }

    private func find(_ id: String, in jail: Int64) throws -> BanRecord? {
        try transaction.first(
            """
            SELECT \(BanColumn.list) FROM bans b \(BanColumn.joins)
            WHERE b.jail_number = :jail AND b.ban_id = :id
            """, ["jail": .integer(jail), "id": .text(id)]
        ) { BanRecord($0) }
    }

    /// The ban of one address.
    static let single = """
        SELECT \(BanColumn.list) FROM bans b \(BanColumn.joins)
        WHERE b.jail_number = :jail AND b.address_key = :first AND b.first_address = b.last_address
        """

    /// The banned networks around a range; they have an index of their own, since they are few.
    static let networks = """
        SELECT \(BanColumn.list) FROM bans b \(BanColumn.joins)
        WHERE b.jail_number = :jail AND b.first_address <> b.last_address
        AND b.first_address <= :first AND b.last_address >= :last
        """
}
