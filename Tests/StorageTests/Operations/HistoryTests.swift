import Storage
import Testing

@Suite struct HistoryTests {
    @Test func `the history of a subject is that of its jail and kinds, newest first`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for (id, subject, jail) in [
                    ("a", "bantime", "sshd"), ("b", "maxretry", "sshd"), ("c", "bantime", "nginx"),
                    ("d", "bantime", "sshd"),
                ] {
                    try transaction.operations.insert(
                        OperationsTests.operation(id), items: [OperationsTests.item(subject, jail: jail)])
                }
            }
            func ids(_ jail: String?, _ kinds: [String], limit: Int = 9) async throws -> [String] {
                try await database.read {
                    try $0.operations.history(
                        host: "local", jail: jail, subject: "bantime", kinds: kinds, limit: limit)
                }.map(\.operation.id)
            }
            #expect(try await ids("sshd", ["ban"]) == ["d", "a"])
            #expect(try await ids(nil, ["change", "ban"]) == ["d", "c", "a"])
            #expect(try await ids("sshd", ["ban"], limit: 1) == ["d"])
            #expect(try await ids("sshd", ["ba", "change"]) == [])
            let items = try await database.read {
                try $0.operations.history(host: "local", jail: "sshd", subject: "bantime", kinds: ["ban"], limit: 1)
            }
            #expect(items.first?.item == OperationsTests.item("bantime"))
        }
    }
}
