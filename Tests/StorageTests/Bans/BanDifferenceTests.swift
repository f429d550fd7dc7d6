import Storage
import Testing

/// What a list says otherwise than the mirror, and what of it was new when it was written.
struct BanDifferenceTests {
    private func ban(_ id: String, at: Int64? = 1000, count: Int64? = nil) -> BanRecord {
        BanRecord(
            host: "local", jail: "sshd", id: id, first: nil, last: nil, bannedAt: at, endsAt: at.map { $0 + 600 },
            isPermanent: false, count: count)
    }

    @Test func `bans that came, went, changed and began anew are told apart`() async throws {
        try await withDatabase { database throws in
            let before = [ban("stays"), ban("goes", count: 3), ban("again"), ban("rounded"), ban("counted")]
            let first = try await database.write { transaction in
                let first = try transaction.bans.difference(host: "local", jail: "sshd", with: before)
                try transaction.bans.replace(host: "local", jail: "sshd", with: before)
                return first
            }
            #expect(first.isFirst && first.added.count == 5 && first.gone.isEmpty)
            let list = [
                ban("stays"), ban("again", at: 1700), ban("rounded", at: 1002), ban("counted", count: 2), ban("new"),
            ]
            let difference = try await database.read {
                try $0.bans.difference(host: "local", jail: "sshd", with: list)
            }
            #expect(!difference.isFirst)
            #expect(difference.added.map(\.id) == ["new"])
            #expect(difference.gone == [ban("goes", count: 3)])
            #expect(Set(difference.changed.map(\.id)) == ["again", "rounded", "counted"])
            #expect(difference.replaced.map(\.before) == [ban("again")])
            #expect(difference.replaced.map(\.after) == [ban("again", at: 1700)])
        }
    }

    @Test func `what another program has done meanwhile is not told as new`() async throws {
        try await withDatabase { database throws in
            let effect = try await database.write { transaction in
                try transaction.bans.replace(host: "local", jail: "sshd", with: [ban("one"), ban("two")])
                let difference = try transaction.bans.difference(
                    host: "local", jail: "sshd", with: [ban("three"), ban("four")])
                try transaction.bans.apply(host: "local", jail: "sshd", upserting: [ban("three")], removing: ["one"])
                return try transaction.bans.effect(difference, host: "local", jail: "sshd")
            }
            #expect(effect.entered == ["four"] && effect.removed == ["two"])
            #expect(try await database.read { try $0.bans.totals(host: "local").map(\.total) } == [2])
        }
    }
}
