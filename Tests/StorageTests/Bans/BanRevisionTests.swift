import Storage
import Testing

/// Whether a list that was read before is still the same.
struct BanRevisionTests {
    private static let ban = BanRecord(
        host: "local", jail: "sshd", id: "192.0.2.1", first: nil, last: nil, bannedAt: 1, endsAt: 2,
        isPermanent: false, count: 1, isEnforced: true, note: nil)

    /// Whether `body` moves the revision that other connections see.
    private func moves(
        _ database: any Database, _ body: @escaping @Sendable (any Transaction) throws -> Void
    ) async throws -> Bool {
        let before = try await database.readBriefly { try $0.bans.revision() }
        try await database.write(body)
        return try await database.readBriefly { try $0.bans.revision() } > before
    }

    @Test func `whatever changes a list of bans moves its revision, and nothing else does`() async throws {
        try await withDatabase { database throws in
            let end = PlannedEnd(
                host: "local", jail: "sshd", id: "192.0.2.1", endsAt: 9, operationID: "op", createdAt: 1)
            var later = Self.ban
            later.endsAt = 3
            let changed = later
            #expect(try await moves(database) { try $0.bans.replace(host: "local", jail: "sshd", with: [Self.ban]) })
            #expect(try await !moves(database) { try $0.bans.replace(host: "local", jail: "sshd", with: [Self.ban]) })
            #expect(try await moves(database) { try $0.bans.replace(host: "local", jail: "sshd", with: [changed]) })
            #expect(try await moves(database) { try $0.plannedEnds.set(end) })
            #expect(
                try await moves(database) {
                    try $0.plannedEnds.remove(host: "local", jail: "sshd", ids: ["192.0.2.1"])
                })
            #expect(
                try await !moves(database) {
                    try $0.plannedEnds.remove(host: "local", jail: "sshd", ids: ["192.0.2.1"])
                })
            #expect(try await !moves(database) { try $0.settings.set("key", "value", at: 1, by: nil) })
            #expect(try await !moves(database) { try $0.bans.removeJails(host: "local", except: ["sshd"]) })
            #expect(try await moves(database) { try $0.bans.removeJails(host: "local", except: []) })
        }
    }
}
