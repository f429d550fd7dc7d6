import Storage
import Testing

@Suite struct RecoveriesTests {
    private func recovery(_ beganAt: Int64, host: String = "local", isAutomatic: Bool = true) -> StoredRecovery {
        StoredRecovery(host: host, beganAt: beganAt, isAutomatic: isAutomatic, actor: "BanGUI", ending: "died")
    }

    @Test func `what bounds the starts of a host is kept, each host by itself`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                #expect(try transaction.recoveries.state(host: "local") == StoredRecoveryState())
                let state = StoredRecoveryState(
                    starts: [-5, 7, 9], startingSince: 9, cooldownUntil: 70, blockedAt: 71)
                try transaction.recoveries.save(state, host: "local")
                #expect(try transaction.recoveries.state(host: "local") == state)
                #expect(try transaction.recoveries.state(host: "other") == StoredRecoveryState())
                try transaction.recoveries.save(StoredRecoveryState(), host: "local")
                #expect(try transaction.recoveries.state(host: "local") == StoredRecoveryState())
            }
        }
    }

    @Test func `a start ends once, and the latest come first`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let first = try transaction.recoveries.insert(recovery(1))
                let second = try transaction.recoveries.insert(recovery(2, isAutomatic: false))
                _ = try transaction.recoveries.insert(recovery(3, host: "other"))
                #expect(try transaction.recoveries.underWay(host: "local").map(\.id) == [first, second])
                #expect(try transaction.recoveries.end(id: first, result: "failed", detail: "no luck", at: 5))
                #expect(try !transaction.recoveries.end(id: first, result: "started", detail: nil, at: 6))
                #expect(try transaction.recoveries.underWay(host: "local").map(\.id) == [second])
                let latest = try transaction.recoveries.latest(host: "local", limit: 5)
                #expect(latest.map(\.beganAt) == [2, 1] && latest.map(\.isAutomatic) == [false, true])
                #expect(latest[1].result == "failed" && latest[1].detail == "no luck" && latest[1].endedAt == 5)
                #expect(try transaction.recoveries.latest(host: "local", limit: 1).map(\.id) == [second])
            }
        }
    }

    @Test func `only the latest starts of a host are kept`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                _ = try transaction.recoveries.insert(recovery(0, host: "other"))
                for moment in 1...Recoveries.kept + 5 { _ = try transaction.recoveries.insert(recovery(moment)) }
                let latest = try transaction.recoveries.latest(host: "local", limit: 1000)
                #expect(latest.map(\.beganAt) == Array((6...Recoveries.kept + 5).reversed()))
                #expect(try transaction.recoveries.latest(host: "other", limit: 1000).count == 1)
            }
        }
    }
}
