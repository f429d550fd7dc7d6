import Storage
import Testing

@Suite struct RefreshTokensTests {
    private func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    @Test func `a refresh token is found with its session and account, and is marked once it was used`() async throws {
        try await withDatabase { database throws in
            let (user, sessions) = try await SessionsTests.enter(database)
            try await database.write { transaction throws in
                try transaction.refreshTokens.insert(
                    tokenHash: hash(7), sessionID: sessions[1].id, generation: 3, at: 50)
                let found = try #require(try transaction.refreshTokens.find(tokenHash: hash(7)))
                #expect(found.session == sessions[1] && found.user == user)
                #expect(found.token.sessionID == sessions[1].id && found.token.generation == 3)
                #expect(found.token.sessionHash == SessionsTests.hash(2))
                #expect(found.token.createdAt == 50 && found.token.replacedAt == nil)
                try transaction.refreshTokens.replace(tokenHash: hash(7), at: 60)
                #expect(try transaction.refreshTokens.find(tokenHash: hash(7))?.token.replacedAt == 60)
                #expect(try transaction.refreshTokens.find(tokenHash: hash(8)) == nil)
            }
        }
    }

    @Test func `refresh tokens go with their session`() async throws {
        try await withDatabase { database throws in
            let (_, sessions) = try await SessionsTests.enter(database)
            try await database.write { transaction throws in
                try transaction.refreshTokens.insert(
                    tokenHash: hash(7), sessionID: sessions[0].id, generation: 0, at: 1)
                #expect(try transaction.sessions.delete(id: sessions[0].id))
                #expect(try transaction.refreshTokens.find(tokenHash: hash(7)) == nil)
                #expect(try transaction.rows("SELECT 1 FROM refresh_tokens") { $0.integer(0) }.isEmpty)
            }
        }
    }

    @Test func `a hash taken, one of another length and a session unknown are refused`() async throws {
        try await withDatabase { database throws in
            let (_, sessions) = try await SessionsTests.enter(database)
            let id = sessions[0].id
            try await database.write { [hash = hash(7)] transaction throws in
                try transaction.refreshTokens.insert(tokenHash: hash, sessionID: id, generation: 0, at: 1)
            }
            for (hash, id) in [(hash(7), id), ([1, 2], id), (hash(8), 999)] {
                await #expect(throws: StorageError.self) {
                    try await database.write { transaction throws in
                        try transaction.refreshTokens.insert(tokenHash: hash, sessionID: id, generation: 0, at: 1)
                    }
                }
            }
        }
    }

    @Test func `a session tells whether it is a program's`() async throws {
        try await withDatabase { database throws in
            let (user, sessions) = try await SessionsTests.enter(database)
            try await database.write { [hash = hash(9)] transaction throws in
                let made = try transaction.sessions.insert(
                    tokenHash: hash, userID: user.id, createdAt: 1, expiresAt: 2, address: "", userAgent: "",
                    isProgram: true)
                #expect(try transaction.sessions.find(id: made.id)?.isProgram == true)
                #expect(try transaction.sessions.find(id: sessions[0].id)?.isProgram == false)
            }
        }
    }
}
