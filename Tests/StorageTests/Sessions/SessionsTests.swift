import Storage
import Testing

struct SessionsTests {
    static func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    /// A user with three sessions, of hashes 1…3, created at 1…3 and ending at 101…103.
    static func enter(_ database: any Database) async throws -> (user: User, sessions: [Session]) {
        try await database.write { transaction throws in
            let user = try transaction.users.insert(
                name: "A", nameKey: "a", passwordHash: "h", isAdministrator: true, at: 1)
            let sessions = try (1...3).map { index in
                try transaction.sessions.insert(
                    tokenHash: hash(UInt8(index)), userID: user.id, createdAt: Int64(index),
                    expiresAt: Int64(100 + index), address: "192.0.2.\(index)", userAgent: "agent")
            }
            return (user, sessions)
        }
    }

    @Test func `a session is found by its hash, with its account`() async throws {
        try await withDatabase { database throws in
            let (user, sessions) = try await Self.enter(database)
            try await database.read { transaction throws in
                let found = try #require(try transaction.sessions.find(tokenHash: Self.hash(2)))
                #expect(found.session == sessions[1])
                #expect(found.user == user)
                #expect(try transaction.sessions.find(tokenHash: Self.hash(9)) == nil)
                #expect(try transaction.sessions.find(id: sessions[0].id) == sessions[0])
            }
        }
    }

    @Test func `the list begins with the last seen`() async throws {
        try await withDatabase { database throws in
            let (user, sessions) = try await Self.enter(database)
            try await database.write { transaction throws in
                try transaction.sessions.touch(id: sessions[0].id, at: 50, address: "192.0.2.99")
                let list = try transaction.sessions.list(userID: user.id)
                #expect(list.map(\.id) == [sessions[0].id, sessions[2].id, sessions[1].id])
                #expect(list[0].lastSeenAt == 50 && list[0].address == "192.0.2.99")
            }
        }
    }

    @Test func `sessions end one by one, but for one, and by time`() async throws {
        try await withDatabase { database throws in
            let (user, sessions) = try await Self.enter(database)
            try await database.write { transaction throws in
                #expect(try transaction.sessions.delete(id: sessions[0].id))
                #expect(try !transaction.sessions.delete(id: sessions[0].id))
                #expect(try transaction.sessions.deleteExpired(before: 102) == 0)
                #expect(try transaction.sessions.deleteExpired(before: 103) == 1)
                #expect(try transaction.sessions.delete(userID: user.id, except: sessions[2].id) == 0)
                #expect(try transaction.sessions.delete(userID: user.id, except: nil) == 1)
            }
        }
    }

    @Test func `the number of a session that ended is given to no later one`() async throws {
        try await withDatabase { database throws in
            let (user, sessions) = try await Self.enter(database)
            try await database.write { transaction throws in
                _ = try transaction.sessions.delete(userID: user.id, except: nil)
                let next = try transaction.sessions.insert(
                    tokenHash: Self.hash(9), userID: user.id, createdAt: 4, expiresAt: 104, address: "", userAgent: "")
                #expect(!sessions.map(\.id).contains(next.id))
                let beside = try transaction.sessions.insert(
                    tokenHash: Self.hash(10), userID: user.id, createdAt: 4, expiresAt: 104, address: "", userAgent: "")
                #expect(beside.id == next.id + 1)
            }
        }
    }

    @Test func `the sessions of a deleted account end with it`() async throws {
        try await withDatabase { database throws in
            let (user, _) = try await Self.enter(database)
            try await database.write { transaction throws in
                try transaction.users.delete(id: user.id)
                #expect(try transaction.sessions.find(tokenHash: Self.hash(1)) == nil)
            }
        }
    }

    @Test func `a hash of another length, a hash taken and an account unknown are refused`() async throws {
        try await withDatabase { database throws in
            let (user, _) = try await Self.enter(database)
            for (hash, user) in [
                ([1, 2, 3], user.id), (Self.hash(1), user.id), (Self.hash(7), user.id + 1),
            ] as [([UInt8], Int64)] {
                let error = await #expect(throws: StorageError.self) {
                    try await database.write { transaction throws in
                        _ = try transaction.sessions.insert(
                            tokenHash: hash, userID: user, createdAt: 1, expiresAt: 2, address: "", userAgent: "")
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
