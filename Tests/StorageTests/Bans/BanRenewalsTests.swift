import Storage
import Testing

struct BanRenewalsTests {
    private static let renewal = BanRenewal(renewedAt: 1900, endsAt: 2900)

    private func candidates(_ database: any Database, now: Int64, before limit: Int64) async throws -> [String] {
        try await database.read { try $0.banRenewals.candidates(host: "local", now: now, endingBefore: limit) }
            .map(\.id).sorted()
    }

    @Test func `bans that are to outlast fail2ban's end are candidates shortly before it`() async throws {
        try await withDatabase { database throws in
            try await database.enter([
                .address(192, 0, 2, 1), .address(192, 0, 2, 2), .address(192, 0, 2, 3), .address(192, 0, 2, 4),
                .address(192, 0, 2, 5, endsAt: nil), .network24(198, 51, 100),
            ])
            try await database.write { transaction throws in
                let ends = transaction.plannedEnds
                try ends.set(PlannedEndsTests.end("192.0.2.1", at: 5000))
                try ends.set(PlannedEndsTests.end("192.0.2.2", at: nil))
                try ends.set(PlannedEndsTests.end("192.0.2.3", at: 1500))
                try ends.set(PlannedEndsTests.end("192.0.2.5", at: 5000))
                try ends.set(PlannedEndsTests.end("198.51.100.0/24", at: 5000))
                try ends.set(PlannedEndsTests.end("192.0.2.9", at: 5000))
            }
            #expect(try await candidates(database, now: 1000, before: 2000) == ["192.0.2.5"])
            let both = ["192.0.2.1", "192.0.2.2", "192.0.2.5"]
            #expect(try await candidates(database, now: 1000, before: 2001) == both)
            #expect(try await candidates(database, now: 5000, before: 9000) == ["192.0.2.2"])
        }
    }

    @Test func `a renewal moves the end in the mirror and goes with the planned end`() async throws {
        try await withDatabase { database throws in
            try await database.enter([.address(192, 0, 2, 1), .address(192, 0, 2, 2), .address(192, 0, 2, 3)])
            try await database.write { transaction throws in
                try transaction.plannedEnds.set(PlannedEndsTests.end("192.0.2.1", at: 5000))
                try transaction.plannedEnds.set(PlannedEndsTests.end("192.0.2.2", at: 5000))
                try transaction.banRenewals.note(
                    Self.renewal, host: "local", jail: "sshd", ids: ["192.0.2.1", "192.0.2.2", "192.0.2.9"])
                let renewals = try transaction.banRenewals.all(host: "local", jail: "sshd")
                #expect(renewals == ["192.0.2.1": Self.renewal, "192.0.2.2": Self.renewal])
                let ends = try transaction.bans.inForce(
                    host: "local", jail: "sshd", ids: ["192.0.2.1", "192.0.2.3"]
                ).map(\.endsAt)
                #expect(ends == [2900, 2000])
                // A later choice for the same ban keeps what fail2ban was asked.
                try transaction.plannedEnds.set(PlannedEndsTests.end("192.0.2.1", at: 9000))
                try transaction.plannedEnds.remove(host: "local", jail: "sshd", ids: ["192.0.2.2"])
                #expect(try transaction.banRenewals.all(host: "local", jail: "sshd").keys.sorted() == ["192.0.2.1"])
                try transaction.banRenewals.remove(host: "local", jail: "sshd", ids: ["192.0.2.1"])
                #expect(try transaction.banRenewals.all(host: "local", jail: "sshd").isEmpty)
            }
        }
    }
}
