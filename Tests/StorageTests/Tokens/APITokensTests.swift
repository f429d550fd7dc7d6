import Storage
import Testing

@Suite struct APITokensTests {
    static func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    /// Two accounts: `A` with the tokens `one` and `two` of hashes 1 and 2, ending at 101 and 102, and `B` with `one` of hash 3.
    static func enter(_ database: any Database) async throws -> (users: [User], tokens: [APIToken]) {
        try await database.write { transaction throws in
            let users = try ["A", "B"].map {
                try transaction.users.insert(
                    name: $0, nameKey: $0.lowercased(), passwordHash: "h", isAdministrator: true, at: 1)
            }
            let tokens = try [("one", 0), ("two", 0), ("one", 1)].enumerated().map { index, token in
                try transaction.apiTokens.insert(
                    tokenHash: hash(UInt8(index + 1)), userID: users[token.1].id, name: token.0.uppercased(),
                    nameKey: token.0, scopes: "read bans", createdAt: 10, expiresAt: Int64(101 + index))
            }
            return (users, tokens)
        }
    }

    @Test func `a token is found by its hash with its account, by its number and by its name`() async throws {
        try await withDatabase { database throws in
            let (users, tokens) = try await Self.enter(database)
            try await database.read { transaction throws in
                let found = try #require(try transaction.apiTokens.find(tokenHash: Self.hash(2)))
                #expect(found.token == tokens[1])
                #expect(found.user == users[0])
                #expect(try transaction.apiTokens.find(tokenHash: Self.hash(9)) == nil)
                #expect(try transaction.apiTokens.find(id: tokens[2].id) == tokens[2])
                #expect(try transaction.apiTokens.find(id: 999) == nil)
                #expect(try transaction.apiTokens.find(nameKey: "one", of: users[1].id) == tokens[2])
                #expect(try transaction.apiTokens.find(nameKey: "two", of: users[1].id) == nil)
            }
        }
    }

    @Test func `tokens are listed by account and by name`() async throws {
        try await withDatabase { database throws in
            let (users, tokens) = try await Self.enter(database)
            try await database.read { transaction throws in
                #expect(try transaction.apiTokens.list(userID: users[0].id) == Array(tokens.prefix(2)))
                #expect(try transaction.apiTokens.list() == tokens)
                #expect(try transaction.apiTokens.list(userID: 999).isEmpty)
            }
        }
    }

    @Test func `the last use is kept, and an earlier one does not replace it`() async throws {
        try await withDatabase { database throws in
            let (_, tokens) = try await Self.enter(database)
            try await database.write { transaction throws in
                #expect(try transaction.apiTokens.find(id: tokens[0].id)?.lastUsedAt == nil)
                try transaction.apiTokens.touch(id: tokens[0].id, at: 60, address: "192.0.2.1")
                try transaction.apiTokens.touch(id: tokens[0].id, at: 50, address: "192.0.2.2")
                let found = try #require(try transaction.apiTokens.find(id: tokens[0].id))
                #expect(found.lastUsedAt == 60 && found.lastAddress == "192.0.2.1")
                #expect(try transaction.apiTokens.find(id: tokens[1].id)?.lastUsedAt == nil)
            }
        }
    }

    @Test func `tokens end one by one, by account, by time and with their account`() async throws {
        try await withDatabase { database throws in
            let (users, tokens) = try await Self.enter(database)
            try await database.write { transaction throws in
                #expect(try transaction.apiTokens.delete(id: tokens[0].id))
                #expect(try !transaction.apiTokens.delete(id: tokens[0].id))
                #expect(try transaction.apiTokens.deleteExpired(before: 102) == 0)
                #expect(try transaction.apiTokens.deleteExpired(before: 103) == 1)
                try transaction.users.delete(id: users[1].id)
                #expect(try transaction.apiTokens.find(tokenHash: Self.hash(3)) == nil)
                let again = try transaction.apiTokens.insert(
                    tokenHash: Self.hash(4), userID: users[0].id, name: "x", nameKey: "x", scopes: "", createdAt: 1,
                    expiresAt: 2)
                #expect(!tokens.map(\.id).contains(again.id), "a number is never given again")
                #expect(try transaction.apiTokens.delete(userID: users[0].id) == 1)
                #expect(try transaction.apiTokens.delete(userID: users[0].id) == 0)
            }
        }
    }

    @Test func `a hash of another length, a hash or a name taken and an account unknown are refused`() async throws {
        try await withDatabase { database throws in
            let (users, _) = try await Self.enter(database)
            let attempts: [([UInt8], Int64, String)] = [
                ([1, 2, 3], users[0].id, "new"), (Self.hash(1), users[0].id, "new"), (Self.hash(7), 999, "new"),
                (Self.hash(7), users[0].id, "one"),
            ]
            for (hash, user, name) in attempts {
                let error = await #expect(throws: StorageError.self) {
                    try await database.write { transaction throws in
                        _ = try transaction.apiTokens.insert(
                            tokenHash: hash, userID: user, name: name, nameKey: name, scopes: "", createdAt: 1,
                            expiresAt: 2)
                    }
                }
                guard case .constraint = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
        }
    }
}
