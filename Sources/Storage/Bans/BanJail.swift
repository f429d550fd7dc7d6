/// A jail of the mirror, with how many of its bans a list has.
struct BanJail: Hashable {
    let number: Int64
    let host: String
    let jail: String
    var total: Int
}

extension Bans {
    /// The jails of a host, or of all, or those named of them, that have any ban.
    func jails(host: String?, named names: [String] = []) throws -> [BanJail] {
        let wanted = Set(names.map { Array($0.utf8) })
        let jails = try transaction.rows(
            "SELECT jail_number, host, jail, ban_total FROM ban_jails WHERE ban_total > 0 ORDER BY jail, host"
        ) { row -> BanJail? in
            if !wanted.isEmpty, !wanted.contains(row.bytes(2)) { return nil }
            let jail = BanJail(
                number: row.integer(0), host: row.text(1), jail: row.text(2), total: Int(row.integer(3)))
            guard let host else { return jail }
            return host.utf8.elementsEqual(jail.host.utf8) ? jail : nil
        }
        return jails.compactMap { $0 }
    }

    /// How many bans the mirror has of each jail of a host.
    public func totals(host: String) throws -> [(jail: String, total: Int)] {
        try jails(host: host).map { ($0.jail, $0.total) }
    }

    /// How many bans the mirror has, of every host.
    public func total() throws -> Int { try jails(host: nil).reduce(0) { $0 + $1.total } }

    /// The number of a jail; nil where the mirror never had it.
    func number(host: String, jail: String) throws -> Int64? {
        try transaction.first(
            "SELECT jail_number FROM ban_jails WHERE host = :host AND jail = :jail",
            ["host": .text(host), "jail": .text(jail)]
        ) { $0.integer(0) }
    }

    /// The number of a jail, which is entered where it is new.
    func enter(host: String, jail: String) throws -> Int64 {
        if let number = try number(host: host, jail: jail) { return number }
        try transaction.execute(
            "INSERT INTO hosts (host) VALUES (:host) ON CONFLICT (host) DO NOTHING", ["host": .text(host)])
        let number = try transaction.first(
            "INSERT INTO ban_jails (host, jail) VALUES (:host, :jail) RETURNING jail_number",
            ["host": .text(host), "jail": .text(jail)]
        ) { $0.integer(0) }
        guard let number else { throw StorageError.failed("an inserted row gave no number") }
        return number
    }

    /// Keeps the number of bans of a jail true.
    func addToTotal(_ change: Int, of jail: Int64) throws {
        guard change != 0 else { return }
        try transaction.execute(
            "UPDATE ban_jails SET ban_total = ban_total + :change WHERE jail_number = :jail",
            ["change": .integer(Int64(change)), "jail": .integer(jail)])
    }
}
