import Testing

@testable import Storage

struct BanMirrorTests {
    static func all(_ transaction: any Transaction, _ query: BanQuery = BanQuery(sort: .jail)) throws -> [BanRecord] {
        var records: [BanRecord] = []
        try transaction.bans.all(query) { records.append($0.ban) }
        return records
    }

    /// The kept totals, beside what counting gives.
    static func checkTotals(_ transaction: any Transaction) throws {
        let totals = try transaction.rows(
            """
            SELECT ban_total, (SELECT COUNT(*) FROM bans b WHERE b.jail_number = j.jail_number) FROM ban_jails j
            """
        ) { [$0.integer(0), $0.integer(1)] }
        for total in totals { #expect(total[0] == total[1]) }
    }

    @Test func `many ids are asked for together, and those that are banned come in their order`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let bans = transaction.bans
                let records = (0..<150).map { BanRecord.address(192, 0, 2, $0) }
                try bans.apply(host: "local", jail: "sshd", upserting: records, removing: [])
                try bans.apply(host: "local", jail: "nginx", upserting: [], removing: [])
                let asked = records.reversed().map(\.id) + ["198.51.100.1"]
                #expect(try bans.inForce(host: "local", jail: "sshd", ids: asked) == records.reversed())
                #expect(try bans.inForce(ids: asked) == records.reversed() && bans.inForce(ids: []).isEmpty)
                #expect(try bans.inForce(host: "local", jail: "nginx", ids: asked).isEmpty)
            }
        }
    }

    @Test func `applied bans are entered, changed and removed`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let bans = transaction.bans
                var one = BanRecord.address(192, 0, 2, 1)
                let other = BanRecord.address(192, 0, 2, 2)
                try bans.apply(host: "local", jail: "sshd", upserting: [one, other], removing: ["unknown"])
                #expect(try bans.inForce(host: "local", jail: "sshd", ids: [one.id, "x", other.id]) == [one, other])
                one.count = 5
                one.isEnforced = false
                one.note = "not in the set"
                one.endsAt = nil
                one.isPermanent = true
                try bans.apply(host: "local", jail: "sshd", upserting: [one], removing: [other.id])
                #expect(try Self.all(transaction) == [one])
                #expect(try bans.count(BanQuery()) == 1)
                try Self.checkTotals(transaction)
            }
        }
    }

    @Test func `replacing writes only what differs`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let before = BanListTests.mixed.filter { $0.jail == "sshd" }
                try transaction.bans.replace(host: "local", jail: "sshd", with: before)
                #expect(Set(try Self.all(transaction)) == Set(before))
                let numbers = try transaction.rows("SELECT ban_id, ban_number FROM bans ORDER BY ban_id") {
                    [$0.text(0), $0.text(1)]
                }
                var after = Array(before.dropFirst(3))
                after[0].note = ""
                after[1].bannedAt = 7
                after.append(.address(192, 0, 2, 77))
                let counting = CountingTransaction(inner: transaction)
                try Bans(transaction: counting).replace(host: "local", jail: "sshd", with: after + [after[2]])
                // 3 gone, 2 changed, 1 new, the kept total, and the revision.
                #expect(counting.changes == 8)
                #expect(Set(try Self.all(transaction)) == Set(after))
                let kept = try transaction.rows("SELECT ban_id, ban_number FROM bans ORDER BY ban_id") {
                    [$0.text(0), $0.text(1)]
                }
                #expect(Set(kept).subtracting(numbers).map { $0[0] } == ["192.0.2.77"])
                try Self.checkTotals(transaction)
                try transaction.bans.replace(host: "local", jail: "sshd", with: [])
                #expect(try transaction.bans.count(BanQuery()) == 0)
            }
        }
    }

    @Test func `ids that only look the same are different bans`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let records = [BanRecord.raw("e\u{301}"), .raw("\u{E9}"), .raw("")]
                for _ in 0..<2 {
                    try transaction.bans.replace(host: "local", jail: "sshd", with: records)
                    #expect(try transaction.bans.count(BanQuery()) == 3)
                }
                try transaction.bans.apply(host: "local", jail: "sshd", upserting: [], removing: ["\u{E9}"])
                #expect(try transaction.bans.count(BanQuery(match: .text("e\u{301}"))) == 1)
                #expect(try transaction.bans.count(BanQuery(match: .text("\u{E9}"))) == 0)
            }
        }
    }

    @Test func `jails that are gone are forgotten on their host only`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for host in ["local", "other"] {
                    for jail in ["sshd", "nginx"] {
                        try transaction.bans.apply(
                            host: host, jail: jail,
                            upserting: [.address(192, 0, 2, 1, jail: jail, host: host)], removing: [])
                    }
                }
                try transaction.bans.removeJails(host: "local", except: ["nginx", "new"])
                let left = try Self.all(transaction).map { "\($0.host) \($0.jail)" }
                #expect(left == ["local nginx", "other nginx", "other sshd"])
                try Self.checkTotals(transaction)
            }
        }
    }

    @Test func `the jails of an id and the bans around a range are found`() async throws {
        try await withDatabase { database throws in
            try await database.enter(BanListTests.mixed)
            try await database.read { transaction throws in
                let bans = transaction.bans
                #expect(
                    try bans.jailOf(host: "local", id: "198.51.100.7").map(\.jail) == ["nginx", "recidive", "sshd"])
                #expect(try bans.jailOf(host: "local", id: "198.51.100.").isEmpty)
                #expect(try bans.jailOf(host: "other", id: "198.51.100.7").isEmpty)
                let covering: (String?, [UInt8], [UInt8]) throws -> [String] = {
                    try bans.covering(host: $0, first: $1, last: $2).filter { $0.jail == "sshd" }.map(\.id)
                }
                #expect(try covering("local", key(203, 0, 113, 9), key(203, 0, 113, 9)) == ["203.0.113.0/24"])
                #expect(try covering(nil, key(203, 0, 113, 0), key(203, 0, 113, 255)) == ["203.0.113.0/24"])
                #expect(try covering(nil, key(203, 0, 113, 0), key(203, 0, 114, 0)).isEmpty)
                #expect(try covering(nil, key(198, 51, 100, 3), key(198, 51, 100, 3)) == ["198.51.100.3"])
                #expect(try covering(nil, key(198, 51, 100, 2), key(198, 51, 100, 3)).isEmpty)
                #expect(try covering("other", key(198, 51, 100, 3), key(198, 51, 100, 3)).isEmpty)
            }
        }
    }

    @Test func `a range that is no range is refused`() async throws {
        try await withDatabase { database throws in
            var record = BanRecord.address(192, 0, 2, 1)
            record.last = key(192, 0, 2, 0)
            let upside = record
            record.last = [1, 2]
            let short = record
            record.last = nil
            for record in [upside, short, record] {
                await #expect(throws: StorageError.self) { try await database.enter([record]) }
            }
        }
    }
}

/// Counts the rows that are written.
private final class CountingTransaction: Transaction {
    let inner: any Transaction
    var changes = 0

    init(inner: any Transaction) { self.inner = inner }

    func execute(_ sql: String, _ arguments: [String: Value]) throws -> Int {
        let count = try inner.execute(sql, arguments)
        changes += count
        return count
    }

    func forEach(_ sql: String, _ arguments: [String: Value], _ body: (any Row) throws -> Void) throws {
        try inner.forEach(sql, arguments, body)
    }
}
