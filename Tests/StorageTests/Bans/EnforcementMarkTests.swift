import Storage
import Testing

@Suite struct EnforcementMarkTests {
    /// What a host lists next of a ban that is marked as not enforced since 1000.
    @Test(arguments: [(Int64?.some(1000), true), (1001, true), (nil, true), (1010, false), (900, false)])
    func `a refresh keeps the mark of the same ban and drops it with another`(
        _ listedAt: Int64?, _ isKept: Bool
    ) async throws {
        try await withDatabase { database throws in
            var marked = BanRecord.address(192, 0, 2, 1)
            marked.isEnforced = false
            marked.note = "nftables: Error"
            try await database.enter([marked, .address(192, 0, 2, 2)])
            let listed = [
                BanRecord.address(192, 0, 2, 1, at: listedAt, endsAt: 5000), .address(192, 0, 2, 2, at: listedAt),
            ]
            try await database.write(.telemetry) {
                try $0.bans.replace(host: "local", jail: "sshd", with: listed)
            }
            let rows = try await database.page(BanQuery(sort: .address)).rows
            #expect(rows.map(\.isEnforced) == [!isKept, true])
            #expect(rows.map(\.note) == [isKept ? "nftables: Error" : nil, nil])
            #expect(rows.first?.endsAt == 5000)
            let failing = try await database.read { try $0.bans.notEnforced(host: "local").map { [$0, "\($1)"] } }
            #expect(failing == (isKept ? [["sshd", "1"]] : []))
        }
    }
}
