import Storage
import Testing

struct PlannedEndsTests {
    static func end(_ id: String, at endsAt: Int64?, jail: String = "sshd") -> PlannedEnd {
        PlannedEnd(host: "local", jail: jail, id: id, endsAt: endsAt, operationID: "op", createdAt: 1)
    }

    @Test func `a planned end replaces the one before`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let ends = transaction.plannedEnds
                try ends.set(Self.end("192.0.2.1", at: 50))
                try ends.set(Self.end("192.0.2.1", at: nil))
                try ends.set(Self.end("192.0.2.2", at: 60))
                #expect(try ends.find(host: "local", jail: "sshd", id: "192.0.2.1") == Self.end("192.0.2.1", at: nil))
                #expect(try ends.all(host: "local").count == 2)
                #expect(try ends.all(host: "other").isEmpty)
                try ends.remove(host: "local", jail: "sshd", ids: ["192.0.2.1", "unknown"])
                #expect(try ends.find(host: "local", jail: "sshd", id: "192.0.2.1") == nil)
            }
        }
    }

    @Test func `those that have come are due, the longest first`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let ends = transaction.plannedEnds
                #expect(try ends.nextDue() == nil)
                try ends.set(Self.end("a", at: 60))
                try ends.set(Self.end("b", at: 50))
                try ends.set(Self.end("c", at: nil))
                #expect(try ends.nextDue() == 50)
                #expect(try ends.due(now: 49).isEmpty)
                #expect(try ends.due(now: 60).map(\.id) == ["b", "a"])
            }
        }
    }

    @Test func `a ban is listed with its planned end and sorted by it`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                // One planned before its ban is known, one after.
                try transaction.plannedEnds.set(Self.end("192.0.2.1", at: 9000))
                try transaction.bans.apply(
                    host: "local", jail: "sshd",
                    upserting: [
                        .address(192, 0, 2, 1, endsAt: 10), .address(192, 0, 2, 2, endsAt: 20),
                        .address(192, 0, 2, 3, endsAt: 30),
                    ], removing: [])
                try transaction.plannedEnds.set(Self.end("192.0.2.3", at: 15))
            }
            let query = BanQuery(sort: .endingSoonest)
            let page = try await database.page(query)
            #expect(page.rows.map(\.id) == ["192.0.2.3", "192.0.2.2", "192.0.2.1"])
            #expect(page.rows[0].plannedEnd == Self.end("192.0.2.3", at: 15))
            #expect(page.rows[1].plannedEnd == nil)
            try await database.write { transaction throws in
                try transaction.plannedEnds.remove(host: "local", jail: "sshd", ids: ["192.0.2.1", "192.0.2.3"])
            }
            #expect(try await database.page(query).rows.map(\.id) == ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
        }
    }
}
