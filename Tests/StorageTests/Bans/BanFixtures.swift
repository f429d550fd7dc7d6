import Storage

/// The 16 sortable bytes of an IPv4 address: IPv4-mapped IPv6.
func key(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> [UInt8] {
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d]
}

extension BanRecord {
    /// A ban of one IPv4 address.
    static func address(
        _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, jail: String = "sshd", host: String = "local",
        at bannedAt: Int64? = 1000, endsAt: Int64? = 2000
    ) -> BanRecord {
        BanRecord(
            host: host, jail: jail, id: "\(a).\(b).\(c).\(d)", first: key(a, b, c, d), last: key(a, b, c, d),
            bannedAt: bannedAt, endsAt: endsAt, isPermanent: false, count: 1)
    }

    /// The ban number `index` of the 65,536 addresses that begin with `first`.0.
    static func numbered(
        _ first: UInt8, _ index: Int, jail: String = "sshd", at bannedAt: Int64? = 1000, endsAt: Int64? = 2000
    ) -> BanRecord {
        .address(first, 0, UInt8(index / 256), UInt8(index % 256), jail: jail, at: bannedAt, endsAt: endsAt)
    }

    /// A ban of 256 IPv4 addresses.
    static func network24(_ a: UInt8, _ b: UInt8, _ c: UInt8, jail: String = "sshd") -> BanRecord {
        BanRecord(
            host: "local", jail: jail, id: "\(a).\(b).\(c).0/24", first: key(a, b, c, 0), last: key(a, b, c, 255),
            bannedAt: 1000, endsAt: nil, isPermanent: true)
    }

    /// A ban of an id that is no address.
    static func raw(_ id: String, jail: String = "sshd") -> BanRecord {
        BanRecord(
            host: "local", jail: jail, id: id, first: nil, last: nil, bannedAt: nil, endsAt: nil, isPermanent: false)
    }
}

extension Database {
    /// Enters bans, by the host and jail that they name.
    func enter(_ records: [BanRecord]) async throws {
        try await write(.telemetry) { transaction throws in
            for (place, records) in Dictionary(grouping: records, by: { [$0.host, $0.jail] }) {
                try transaction.bans.apply(host: place[0], jail: place[1], upserting: records, removing: [])
            }
        }
    }

    func page(_ query: BanQuery) async throws -> BanPage {
        try await read { try $0.bans.page(query) }
    }

    /// The ids of a whole list, page by page.
    func ids(_ query: BanQuery) async throws -> [String] {
        var query = query
        var ids: [String] = []
        repeat {
            let page = try await page(query)
            ids += page.rows.map { "\($0.jail) \($0.id)" }
            query.cursor = page.next
        } while query.cursor != nil
        return ids
    }
}
