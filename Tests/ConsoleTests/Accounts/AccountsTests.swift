import Storage
import TestSupport
import Testing

@testable import Console

struct AccountsTests {
    let world: World
    init() throws { world = try World() }

    @Test func `a name is one however it is spelled`() async throws {
        let ada = try await world.person("Ada")
        await #expect(throws: AccountError.nameTaken) { try await world.person(" ADA ") }
        #expect(try await world.accounts.find(name: "aDa ") == ada)
        #expect(try await world.accounts.all() == [ada])
        await #expect(throws: AccountError.name(.empty)) { try await world.person("") }
    }

    @Test func `a weak password makes no account`() async throws {
        await #expect(throws: AccountError.password(.common)) {
            try await world.accounts.create(name: "eve", password: "password123", isAdministrator: false)
        }
        #expect(try await world.accounts.all().isEmpty)
    }

    @Test func `the last administrator who can sign in stays one`() async throws {
        let ada = try await world.person()
        let bob = try await world.person("bob")
        _ = try await world.person("eve", isAdministrator: false)
        try await world.accounts.setDisabled(true, of: bob.id)
        await #expect(throws: AccountError.lastAdministrator) { try await world.accounts.setDisabled(true, of: ada.id) }
        await #expect(throws: AccountError.lastAdministrator) { try await world.accounts.delete(id: ada.id) }
        await #expect(throws: AccountError.lastAdministrator) {
            try await world.accounts.setAdministrator(false, of: ada.id)
        }
        try await world.accounts.delete(id: bob.id)
        let zoe = try await world.person("zoe")
        try await world.accounts.delete(id: ada.id)
        await #expect(throws: AccountError.lastAdministrator) { try await world.accounts.delete(id: zoe.id) }
    }

    @Test(.shows("ASVS-2.3.4")) func `of two who end each other at once one stays`() async throws {
        let ada = try await world.person()
        let bob = try await world.person("bob")
        let ended = await withTaskGroup(of: Bool.self) { group in
            for id in [ada.id, bob.id] {
                group.addTask { (try? await world.accounts.setDisabled(true, of: id)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(ended == 1)
    }

    @Test(.shows("ABUSE-26", "ASVS-7.4.2")) func `what takes rights or password away ends the sessions`() async throws {
        try await world.person()
        let bob = try await world.person("bob")
        let changes: [(Accounts) async throws -> Void] = [
            { try await $0.setAdministrator(false, of: bob.id) }, { try await $0.setAdministrator(true, of: bob.id) },
            { try await $0.setPassword("another way to the sea", of: bob.id) },
            { try await $0.setPassword(World.password, of: bob.id) },
            { try await $0.setDisabled(true, of: bob.id) },
        ]
        for change in changes.dropLast() {
            guard try await world.accounts.find(id: bob.id)?.isDisabled == false else { return }
            let password = try await world.signIn("bob").word == "in" ? World.password : "another way to the sea"
            guard case .signedIn(let cookie, _) = try await world.signIn("bob", password) else {
                Issue.record("no session")
                return
            }
            #expect(try await world.who(cookie) != nil)
            try await change(world.accounts)
            #expect(try await world.who(cookie) == nil)
        }
        let cookie = try await world.cookie("bob")
        try await changes[4](world.accounts)
        #expect(try await world.who(cookie) == nil)
        #expect(try await world.signIn("bob").word == "wrong")
        try await world.accounts.setDisabled(false, of: bob.id)
        #expect(try await world.who(cookie) == nil, "an ended session does not come back")
        let again = try await world.cookie("bob")
        try await world.accounts.delete(id: bob.id)
        #expect(try await world.who(again) == nil)
    }

    @Test(.shows("ASVS-6.2.3", "ASVS-7.5.1"))
    func `who changes the own password knows the current one, keeps this session and ends the others`()
        async throws
    {
        try await world.person()
        let here = try await world.cookie()
        let there = try await world.cookie()
        let ada = try #require(try await world.who(here))
        await #expect(throws: AccountError.wrongPassword) {
            try await world.accounts.changePassword(
                of: ada, current: "not this one", new: "another way to the sea", from: world.client())
        }
        #expect(try await world.who(there) != nil)
        await #expect(throws: AccountError.password(.tooShort)) {
            try await world.accounts.changePassword(
                of: ada, current: World.password, new: "short", from: world.client())
        }
        try await world.accounts.changePassword(
            of: ada, current: World.password, new: "another way to the sea", from: world.client())
        #expect(try await world.who(here) != nil)
        #expect(try await world.who(there) == nil)
        #expect(try await world.signIn().word == "wrong")
        #expect(try await world.signIn("ada", "another way to the sea").word == "in")
    }

    @Test(.shows("ASVS-7.5.1")) func `a stolen session cannot try passwords for ever`() async throws {
        try await world.person()
        let ada = try #require(try await world.who(try await world.cookie()))
        var errors: [AccountError?] = []
        for _ in 0..<7 {
            errors.append(
                await #expect(throws: AccountError.self) {
                    try await world.accounts.changePassword(
                        of: ada, current: "no", new: "another way to the sea", from: world.client())
                })
        }
        #expect(errors.filter { $0 == .wrongPassword }.count == 5)
        #expect(errors.last == .limited(retryAfter: 60))
    }

    @Test func `an unknown account is said to be one`() async throws {
        await #expect(throws: AccountError.unknown) { try await world.accounts.delete(id: 99) }
        await #expect(throws: AccountError.unknown) { try await world.accounts.setPassword(World.password, of: 99) }
    }

    @Test(.shows("ASVS-8.2.3", "ASVS-15.3.1")) func `an account that is seen by others has no hash`() async throws {
        let ada = try await world.person()
        #expect(!Mirror(reflecting: ada).children.contains { "\($0.value)".contains("argon2") })
    }
}
