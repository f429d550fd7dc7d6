import Storage
import Testing

struct UsersTests {
    @Test func `an account is found by number and by folded name`() async throws {
        try await withDatabase { database throws in
            let user = try await database.write { transaction throws in
                try transaction.users.insert(
                    name: "Anna", nameKey: "anna", passwordHash: "h1", isAdministrator: true, at: 10)
            }
            try await database.read { transaction throws in
                #expect(try transaction.users.find(id: user.id) == user)
                #expect(try transaction.users.find(nameKey: "anna") == user)
                #expect(try transaction.users.find(nameKey: "Anna") == nil)
                #expect(try transaction.users.find(id: user.id + 1) == nil)
            }
            #expect(user.name == "Anna" && user.isAdministrator && !user.isDisabled)
            #expect(user.createdAt == 10 && user.passwordChangedAt == 10)
        }
    }

    @Test func `a folded name is given once only, and the failed write leaves nothing`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: StorageError.self) {
                try await database.write { transaction throws in
                    _ = try transaction.users.insert(
                        name: "Anna", nameKey: "anna", passwordHash: "h", isAdministrator: false, at: 1)
                    _ = try transaction.users.insert(
                        name: "ANNA", nameKey: "anna", passwordHash: "h", isAdministrator: false, at: 1)
                }
            }
            #expect(try await database.read { try $0.users.count() } == 0)
        }
    }

    @Test func `changes touch the one account`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                let users = transaction.users
                let one = try users.insert(
                    name: "B", nameKey: "b", passwordHash: "h1", isAdministrator: true, at: 1)
                let other = try users.insert(
                    name: "A", nameKey: "a", passwordHash: "h2", isAdministrator: true, at: 1)
                try users.setPassword("h3", of: one.id, at: 5)
                try users.rehash("h4", of: other.id)
                #expect(try users.find(id: one.id)?.passwordHash == "h3")
                #expect(try users.find(id: one.id)?.passwordChangedAt == 5)
                #expect(try users.find(id: other.id)?.passwordHash == "h4")
                #expect(try users.find(id: other.id)?.passwordChangedAt == 1)
                #expect(try users.all().map(\.name) == ["A", "B"])
                #expect(try users.activeAdministrators() == 2)
                try users.setDisabled(true, of: one.id)
                #expect(try users.activeAdministrators() == 1)
                try users.setAdministrator(false, of: other.id)
                #expect(try users.activeAdministrators() == 0)
                #expect(try users.find(id: one.id)?.isDisabled == true)
                #expect(try users.find(id: other.id)?.isDisabled == false)
                #expect(try users.find(id: other.id)?.isAdministrator == false)
                try users.delete(id: one.id)
                #expect(try users.count() == 1)
            }
        }
    }
}
