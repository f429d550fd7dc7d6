import Storage
import Testing

@Suite struct UserPreferencesTests {
    @Test func `choices are kept by account, found with its sessions, and go with it`() async throws {
        try await withDatabase { database throws in
            let (user, _) = try await SessionsTests.enter(database)
            try await database.write { transaction throws in
                let other = try transaction.users.insert(
                    name: "B", nameKey: "b", passwordHash: "h", isAdministrator: false, at: 1)
                try transaction.preferences.set("theme", "light", of: user.id)
                try transaction.preferences.set("theme", "dark", of: user.id)
                try transaction.preferences.set("zone", "Europe/Berlin", of: user.id)
                try transaction.preferences.set("theme", "light", of: other.id)
                let chosen = ["theme": "dark", "zone": "Europe/Berlin"]
                #expect(try transaction.preferences.all(of: user.id) == chosen)
                #expect(try transaction.sessions.find(tokenHash: SessionsTests.hash(1))?.preferences == chosen)
                try transaction.preferences.remove("zone", of: user.id)
                #expect(try transaction.preferences.all(of: user.id) == ["theme": "dark"])
                try transaction.users.delete(id: user.id)
                #expect(try transaction.preferences.all(of: user.id).isEmpty)
                #expect(try transaction.preferences.all(of: other.id) == ["theme": "light"])
            }
        }
    }

    @Test func `a choice of someone who is gone, and one that is too long, are refused`() async throws {
        try await withDatabase { database throws in
            let (user, _) = try await SessionsTests.enter(database)
            for (id, value) in [(user.id + 9, "dark"), (user.id, String(repeating: "x", count: 201))] {
                await #expect(throws: StorageError.self) {
                    try await database.write { try $0.preferences.set("theme", value, of: id) }
                }
            }
        }
    }
}
