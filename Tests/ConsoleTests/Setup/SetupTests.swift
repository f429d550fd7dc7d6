import Foundation
import Storage
import TestSupport
import Testing

@testable import Console

/// A setup over a temporary folder.
struct SetupWorld {
    let folder: TemporaryFolder
    let clock = TestClock()
    var environment: [String: String] = [:]

    init() throws { folder = try TemporaryFolder() }

    func setup(after: @escaping @Sendable (SetupStep) throws -> Void = { _ in }) throws -> Setup {
        let environment = environment.merging(["BANGUI_DATA_DIR": folder.path]) { first, _ in first }
        var setup = Setup(
            directory: folder.directory, sources: SettingSources(environment: environment),
            reader: ConfigurationReader(now: clock.now), policy: PasswordPolicy(hostName: "tower"),
            hasher: try PasswordHasher(cost: World.cheap, random: SystemRandom.bytes),
            now: clock.now, random: SystemRandom.bytes)
        setup.after = after
        return setup
    }

    func request(_ name: String = "ada", _ settings: [String: String] = [:]) -> SetupRequest {
        SetupRequest(userName: name, password: World.password, settings: settings)
    }

    /// What a start of the server would find.
    func start() async throws -> (users: [String], settings: [String: String]) {
        guard case .complete(let bootstrap) = try Installation.state(in: folder.directory) else { throw NotSetUp() }
        let path = folder.directory.file(bootstrap.databasePath)
        let database = try await Installation.open(bootstrap, at: .file(path: path))
        let users = try await database.read { try $0.users.all().map(\.name) }
        let settings = try await Installation.storedSettings(of: bootstrap, in: database)
        await database.close()
        return (users, settings)
    }

    var needsSetup: Bool { (try? Installation.state(in: folder.directory)) == .needsSetup }

    struct NotSetUp: Error {}
    struct Cut: Error {}
}

struct SetupTests {
    var world: SetupWorld
    init() throws { world = try SetupWorld() }

    @Test func `makes a system with its administrator and its settings`() async throws {
        let setup = try world.setup()
        let request = world.request(
            " Ada ", ["timezone": "Europe/Berlin", "session_duration_minutes": "60", "database_path": "data.sqlite"])
        let done = try await setup.complete(request, token: try setup.token())
        #expect(done.administrator.name == "Ada" && done.administrator.isAdministrator)
        #expect(done.configuration.timeZone == "Europe/Berlin")
        await done.database.close()
        let found = try await world.start()
        #expect(found.users == ["Ada"])
        #expect(found.settings["timezone"] == "Europe/Berlin" && found.settings["database_path"] == "data.sqlite")
        let configuration = try ConfigurationReader(now: world.clock.now).read(SettingSources(stored: found.settings))
        #expect(configuration.sessionLifetime.absolute == 3600)
        #expect(configuration.origins[.sessionDuration] == .stored)
        #expect(!world.folder.exists("setup-token") && !world.folder.exists("bootstrap.json.pending"))
        #expect(try world.folder.mode(world.folder.file("bootstrap.json")) == 0o600)
    }

    @Test(.shows("ASVS-6.4.1")) func `the token is the same until it was used, private, and nothing without its file`()
        throws
    {
        let setup = try world.setup()
        #expect(try !setup.accepts(token: ""))
        let token = try setup.token()
        #expect(token.utf8.count == 43)
        #expect(try setup.token() == token)
        #expect(try world.folder.mode(world.folder.file("setup-token")) == 0o600)
        #expect(try setup.accepts(token: token))
        #expect(try !setup.accepts(token: token + "A") && !setup.accepts(token: String(token.dropLast())))
        try world.folder.write("short", to: "setup-token")
        #expect(try !setup.accepts(token: "short"))
        #expect(try setup.token() != token)
    }

    @Test func `a wrong token changes nothing`() async throws {
        let setup = try world.setup()
        _ = try setup.token()
        await #expect(throws: SetupError.wrongToken) { try await setup.complete(world.request(), token: "x") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.folder.path) == ["setup-token"])
    }

    @Test(.shows("ASVS-2.3.1")) func `afterwards it cannot be opened again`() async throws {
        let setup = try world.setup()
        let token = try setup.token()
        await (try setup.complete(world.request(), token: token)).database.close()
        await #expect(throws: SetupError.alreadyComplete) {
            try await setup.complete(world.request("eve"), token: token)
        }
        await #expect(throws: SetupError.alreadyComplete) {
            try await setup.completeFromCommandLine(world.request("eve"))
        }
        #expect(try await world.start().users == ["ada"])
    }

    @Test func `the command line needs no token`() async throws {
        await (try world.setup().completeFromCommandLine(world.request())).database.close()
        #expect(try await world.start().users == ["ada"])
    }

    @Test func `names every value that is not taken, by its field`() async throws {
        let setup = try world.setup()
        let request = SetupRequest(
            userName: "", password: "short",
            settings: [
                "timezone": "Mars/Olympus", "session_duration_minutes": "1", "database_path": "/nowhere/at/all.sqlite",
                "fail2ban_start_command": "sh", "nonsense": "1",
            ])
        let error = await #expect(throws: SetupError.self) {
            try await setup.complete(request, token: try setup.token())
        }
        guard case .invalid(let faults) = error else {
            Issue.record("is \(String(describing: error))")
            return
        }
        #expect(
            Set(faults.map(\.field)) == [
                "username", "password", "timezone", "session_duration_minutes", "fail2ban_start_command", "nonsense",
            ])
        let folder = setup.faults(of: world.request("ada", ["database_path": "/nowhere/at/all.sqlite"]))
        #expect(folder.map(\.field) == ["database_path"])
        #expect(!world.folder.exists("bootstrap.json.pending"))
    }

    @Test func `what the environment fixes is not stored and holds`() async throws {
        var world = world
        world.environment = ["BANGUI_TIMEZONE": "UTC", "BANGUI_DATABASE_PATH": "fixed.sqlite"]
        let setup = try world.setup()
        let done = try await setup.complete(
            world.request("ada", ["timezone": "Europe/Berlin", "database_path": "mine.sqlite"]),
            token: try setup.token())
        await done.database.close()
        #expect(done.configuration.timeZone == "UTC")
        #expect(world.folder.exists("fixed.sqlite") && !world.folder.exists("mine.sqlite"))
        #expect(try await world.start().settings["timezone"] == nil)
    }

    @Test(.shows("ABUSE-14")) func `never touches the database of another installation`() async throws {
        let other = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        _ = try await other.write {
            try $0.users.insert(name: "root", nameKey: "root", passwordHash: "x", isAdministrator: true, at: 1)
        }
        await other.close()
        let setup = try world.setup()
        await #expect(throws: SetupError.foreignDatabase(path: world.folder.file("bangui.sqlite"))) {
            try await setup.completeFromCommandLine(world.request())
        }
        #expect(world.needsSetup)
        let again = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        #expect(try await again.read { try $0.users.all().map(\.name) } == ["root"])
        #expect(try await again.read { try $0.settings.all() }.isEmpty)
        await again.close()
        await (try setup.completeFromCommandLine(world.request("ada", ["database_path": "own.sqlite"]))).database
            .close()
        #expect(try await world.start().users == ["ada"])
    }

    @Test func `a file that is no database is named, and left alone`() async throws {
        try world.folder.write("not a database, not a database, not a database", to: "bangui.sqlite")
        let error = await #expect(throws: SetupError.self) {
            try await world.setup().completeFromCommandLine(world.request())
        }
        guard case .invalid(let faults) = error else {
            Issue.record("is \(String(describing: error))")
            return
        }
        #expect(faults.map(\.field) == ["database_path"])
        #expect(try world.folder.text("bangui.sqlite").hasPrefix("not a database"))
    }

    @Test(.shows("ASVS-2.3.4")) func `of many at once exactly one wins`() async throws {
        let setup = try world.setup()
        let token = try setup.token()
        let world = world
        let winners = await withTaskGroup(of: String?.self) { group in
            for number in 0..<10 {
                group.addTask {
                    guard let done = try? await setup.complete(world.request("user\(number)"), token: token) else {
                        return nil
                    }
                    await done.database.close()
                    return done.administrator.name
                }
            }
            return await group.reduce(into: [String]()) { if let name = $1 { $0.append(name) } }
        }
        #expect(winners.count == 1)
        #expect(try await world.start().users == winners)
    }

    @Test func `a missing database stops the start and is never made anew`() async throws {
        await (try world.setup().completeFromCommandLine(world.request())).database.close()
        try FileManager.default.removeItem(atPath: world.folder.file("bangui.sqlite"))
        await #expect(throws: SetupError.missingDatabase(path: world.folder.file("bangui.sqlite"))) {
            try await world.start()
        }
        #expect(!world.folder.exists("bangui.sqlite"))
    }

    @Test func `a database of another setup stops the start`() async throws {
        let other = try SetupWorld()
        await (try world.setup().completeFromCommandLine(world.request())).database.close()
        await (try other.setup().completeFromCommandLine(other.request("eve"))).database.close()
        try FileManager.default.removeItem(atPath: world.folder.file("bangui.sqlite"))
        try FileManager.default.copyItem(
            atPath: other.folder.file("bangui.sqlite"), toPath: world.folder.file("bangui.sqlite"))
        await #expect(throws: SetupError.otherDatabase(path: world.folder.file("bangui.sqlite"))) {
            try await world.start()
        }
    }

    @Test(
        .shows("ABUSE-14"),
        arguments: ["", "{", "{}", #"{"version":1,"setupID":"","databasePath":"x","completedAt":1}"#])
    func `a damaged mark stops the start and opens no setup`(text: String) throws {
        try world.folder.write(text, to: "bootstrap.json")
        #expect(throws: SetupError.damagedBootstrap(path: world.folder.file("bootstrap.json"))) {
            try Installation.state(in: world.folder.directory)
        }
    }

    @Test func `a mark of a later program stops the start`() throws {
        try world.folder.write(#"{"version":2,"setupID":"a","databasePath":"x","completedAt":1}"#, to: "bootstrap.json")
        #expect(throws: SetupError.newerBootstrap(found: 2, known: 1)) {
            try Installation.state(in: world.folder.directory)
        }
    }
}
