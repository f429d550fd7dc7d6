import Storage
import TestSupport
import Testing

@testable import Console

struct SignInTests {
    @Test func `who knows the password is in, with a cookie that names them`() async throws {
        let world = try World()
        let ada = try await world.person()
        guard case .signedIn(let cookie, let person) = try await world.signIn(" ADA ") else {
            Issue.record("is not in")
            return
        }
        #expect(person.account == ada)
        #expect(person.session.expiresAt == world.clock.now() + 8 * 3600)
        #expect(try await world.who(cookie)?.account == ada)
    }

    /// Who does not get in, and why not.
    @Test(
        .shows("ABUSE-25"),
        arguments: [
            "no such name", "wrong password", "disabled, right password", "disabled, wrong password", "no name",
            "long password", "empty password",
        ])
    func `every failure verifies exactly one hash and sounds the same`(path: String) async throws {
        let world = try World()
        try await world.person()
        let bob = try await world.person("bob")
        try await world.accounts.setDisabled(true, of: bob.id)
        let before = world.hasher.verifications
        let outcome =
            switch path {
            case "no such name": try await world.signIn("nobody")
            case "wrong password": try await world.signIn("ada", "wrong")
            case "disabled, right password": try await world.signIn("bob")
            case "disabled, wrong password": try await world.signIn("bob", "wrong")
            case "no name": try await world.signIn("\u{0}")
            case "long password": try await world.signIn("ada", String(repeating: "x", count: 100_000))
            default: try await world.signIn("ada", "")
            }
        #expect(outcome.word == "wrong")
        #expect(world.hasher.verifications == before + 1)
    }

    @Test(.shows("ASVS-6.3.1")) func `every failure waits, success does not`() async throws {
        let (slept, log) = AsyncStream<Duration>.makeStream()
        let world = try World(delay: FailureDelay(seconds: 10) { log.yield($0) })
        try await world.person()
        _ = try await world.signIn("ada", "wrong")
        _ = try await world.signIn("nobody")
        _ = try await world.signIn()
        log.finish()
        var durations: [Duration] = []
        for await duration in slept { durations.append(duration) }
        #expect(durations == [.seconds(10), .seconds(10)])
    }

    @Test(.shows("ABUSE-24", "ASVS-6.3.1"))
    func `the sixth failure of an address within a minute is limited, before any hash`()
        async throws
    {
        let world = try World()
        try await world.person()
        for _ in 0..<5 { #expect(try await world.signIn("ada", "wrong").word == "wrong") }
        let before = world.hasher.verifications
        guard case .limited(let seconds) = try await world.signIn() else {
            Issue.record("is not limited")
            return
        }
        #expect(seconds == 60)
        #expect(world.hasher.verifications == before)
        #expect(try await world.signIn(from: "192.0.2.99").word == "in", "from elsewhere the right password works")
        world.clock.advance(60)
        #expect(try await world.signIn().word == "in")
    }

    @Test func `successes are not counted`() async throws {
        let world = try World()
        try await world.person()
        for _ in 0..<20 { #expect(try await world.signIn().word == "in") }
    }

    @Test(.shows("ABUSE-24", "ASVS-6.3.1"))
    func `a guess from many addresses limits the account, whether it exists or not`()
        async throws
    {
        let world = try World()
        try await world.person()
        try await world.person("bob")
        for name in ["bob", "nobody"] {
            var words: [String] = []
            for number in 0..<12 { words.append(try await world.signIn(name, "wrong", from: "10.0.0.\(number)").word) }
            #expect(words == Array(repeating: "wrong", count: 8) + Array(repeating: "limited", count: 4))
        }
    }

    @Test func `a flood of guesses locks nobody out where they have signed in before`() async throws {
        let world = try World()
        try await world.person()
        try await world.person("bob")
        #expect(try await world.signIn("bob", from: "2001:db8::1").word == "in")
        for number in 0..<20 { _ = try await world.signIn("bob", "wrong", from: "10.0.0.\(number)") }
        #expect(try await world.signIn("bob", from: "203.0.113.5").word == "limited")
        #expect(try await world.signIn("bob", from: "2001:db8::2").word == "in")
    }

    @Test(.shows("ABUSE-24")) func `a flood of guesses never locks the last administrator out`() async throws {
        let world = try World()
        try await world.person()
        for number in 0..<50 {
            #expect(try await world.signIn("ada", "wrong", from: "10.0.0.\(number)").word == "wrong")
        }
        #expect(try await world.signIn(from: "203.0.113.5").word == "in")
    }

    @Test func `while there is one administrator, a name that does not exist is not told apart by the limit`()
        async throws
    {
        let world = try World()
        try await world.person()
        try await world.person("bob", isAdministrator: false)
        for name in ["nobody", "ada"] {
            for number in 0..<12 {
                #expect(try await world.signIn(name, "wrong", from: "10.1.0.\(number)").word == "wrong", "\(name)")
            }
        }
        // With a second one, both have the limit.
        try await world.person("eve")
        for name in ["absent", "ada"] {
            var words: [String] = []
            for number in 0..<12 { words.append(try await world.signIn(name, "wrong", from: "10.2.0.\(number)").word) }
            #expect(words.suffix(4) == Array(repeating: "limited", count: 4), "\(name)")
        }
    }

    @Test func `remembers eight places of a person`() async throws {
        let world = try World()
        let ada = try await world.person()
        for number in 0..<10 { _ = try await world.signIn(from: "10.0.\(number).1") }
        let known = try await world.database.read { try $0.settings.value("known_addresses.\(ada.id)") }
        #expect(known?.split(separator: " ").count == 8)
        #expect(known?.hasPrefix("4:a000901 ") == true)
    }

    @Test(.shows("ASVS-7.2.4")) func `a session that was there before a sign-in ends with it`() async throws {
        let world = try World()
        try await world.person()
        let old = try await world.cookie()
        guard case .signedIn(let new, _) = try await world.signIn(replaced: old) else { return }
        #expect(new != old)
        #expect(try await world.who(old) == nil)
        #expect(try await world.who(new) != nil)
        guard case .signedIn(let other, _) = try await world.signIn(replaced: "planted") else { return }
        #expect(other != "planted")
    }

    @Test(.shows("ASVS-11.2.2", "ASVS-11.4.2")) func `a hash of a lower cost is made anew at the next sign-in`()
        async throws
    {
        let world = try World(cost: HashCost(memory: 128, iterations: 1, lanes: 1))
        let ada = try await world.person()
        let cheap = try await PasswordHasher(cost: World.cheap, random: SystemRandom.bytes).hash(World.password)
        try await world.database.write { try $0.users.rehash(cheap, of: ada.id) }
        _ = try await world.signIn("ada", "wrong")
        func hash() async throws -> String? {
            try await world.database.read { try $0.users.find(id: ada.id)?.passwordHash }
        }
        #expect(try await hash() == cheap)
        #expect(try await world.signIn().word == "in")
        #expect(try await hash()?.contains("m=128") == true)
        #expect(try await world.accounts.find(id: ada.id)?.passwordChangedAt == ada.passwordChangedAt)
        #expect(try await world.signIn().word == "in")
    }

    @Test func `too many at once are busy and not counted as tries`() async throws {
        let world = try World(cost: HashCost(memory: 16_384, iterations: 3, lanes: 1))
        let words = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<80 {
                group.addTask { try await world.signIn("nobody\(number)", from: "10.0.0.\(number)").word }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect((words["busy"] ?? 0) > 0)
        #expect((words["busy"] ?? 0) + (words["wrong"] ?? 0) == 80)
        #expect(world.hasher.verifications == words["wrong"])
    }

    @Test func `what the browser calls itself is kept short and printable`() async throws {
        let world = try World()
        try await world.person()
        let outcome = try await world.signIn.signIn(
            name: "ada", password: World.password, from: world.client(),
            userAgent: "a\u{1b}[31m\nb" + String(repeating: "é", count: 1000))
        guard case .signedIn(_, let person) = outcome else { return }
        #expect(person.session.userAgent.hasPrefix("a[31mbé"))
        #expect(person.session.userAgent.utf8.count <= 256)
    }
}
