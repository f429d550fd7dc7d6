import Foundation
import Storage
import TestSupport
import Testing

@testable import Console

#if canImport(Glibc)
    import Glibc
#endif

@Suite(.shows("ASVS-2.3.3")) struct SetupFaultTests {
    let world: SetupWorld
    init() throws { world = try SetupWorld() }

    @Test(arguments: SetupStep.allCases)
    func `cut off after any step, it is open as before or finished, and can be finished`(step: SetupStep) async throws {
        let cut = try world.setup { if $0 == step { throw SetupWorld.Cut() } }
        let token = try cut.token()
        await #expect(throws: SetupWorld.Cut.self) {
            try await cut.complete(
                world.request("first", ["timezone": "Europe/Berlin", "session_duration_minutes": "60"]), token: token)
        }
        try await check(step, token)
    }

    /// Open before the commit point, whatever was written; finished from it on.
    private func check(_ step: SetupStep, _ token: String) async throws {
        if step == .marked || step == .tokenRemoved {
            #expect(try await world.start().users == ["first"])
            await #expect(throws: SetupError.alreadyComplete) {
                try await world.setup().completeFromCommandLine(world.request())
            }
            Setup.removeLeftovers(in: world.folder.directory)
            #expect(!world.folder.exists("setup-token"))
            return
        }
        #expect(world.needsSetup)
        #expect(try world.setup().token() == token, "the printed link still holds")
        await (try world.setup().complete(world.request("second", ["timezone": "UTC"]), token: token)).database.close()
        let found = try await world.start()
        #expect(found.users == ["second"])
        #expect(found.settings["timezone"] == "UTC")
        #expect(found.settings["session_duration_minutes"] == nil, "nothing of the first try is left")
    }

    @Test func `cut off at every step in turn, the last one wins`() async throws {
        for step in SetupStep.allCases.prefix(4) {
            let cut = try world.setup { if $0 == step { throw SetupWorld.Cut() } }
            await #expect(throws: SetupWorld.Cut.self) {
                try await cut.completeFromCommandLine(world.request("\(step)"))
            }
            #expect(world.needsSetup)
        }
        await (try world.setup().completeFromCommandLine(world.request())).database.close()
        #expect(try await world.start().users == ["ada"])
    }

    @Test func `cut off and then given another path, it goes there`() async throws {
        let cut = try world.setup { if $0 == .committed { throw SetupWorld.Cut() } }
        await #expect(throws: SetupWorld.Cut.self) { try await cut.completeFromCommandLine(world.request("first")) }
        await (try world.setup().completeFromCommandLine(world.request("ada", ["database_path": "b.sqlite"]))).database
            .close()
        #expect(try await world.start().users == ["ada"])
    }

    @Test func `a failure inside the transaction leaves no half administrator`() async throws {
        let cut = try world.setup { if $0 == .databaseOpened { throw StorageError.full } }
        await #expect(throws: StorageError.full) { try await cut.completeFromCommandLine(world.request()) }
        let database = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        #expect(try await database.read { try $0.users.count() } == 0)
        await database.close()
    }

    /// Descriptors are numbers that the system gives out anew: closed twice, one of them is somebody else's.
    @Test func `a setup that is refused closes no file of anybody else`() async throws {
        let lock = try SetupLock(world.folder.directory)
        let path = world.folder.directory.file("other")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3_000 {
                group.addTask { [directory = world.folder.directory] in _ = try? SetupLock(directory) }
                group.addTask {
                    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
                    await Task.yield()
                    #expect(write(descriptor, "x", 1) == 1 && close(descriptor) == 0)
                }
            }
        }
        _ = consume lock
    }

    @Test func `a process that dies gives the lock back`() throws {
        let lock = try SetupLock(world.folder.directory)
        #expect(throws: SetupError.inProgress) { _ = try SetupLock(world.folder.directory) }
        _ = consume lock
        _ = try SetupLock(world.folder.directory)
    }

    #if canImport(Glibc)
        @Test(arguments: SetupStep.allCases.indices)
        func `killed after any step, it starts again in setup or is finished`(index: Int) async throws {
            let path = world.folder.path
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, index = index as Int] in
                let directory = DataDirectory(path: path)
                var setup = Setup(
                    directory: directory, sources: SettingSources(environment: ["BANGUI_DATA_DIR": path]),
                    reader: ConfigurationReader { 1_800_000_000 }, policy: PasswordPolicy(hostName: "tower"),
                    hasher: try PasswordHasher(cost: World.cheap, random: SystemRandom.bytes),
                    now: { 1_800_000_000 }, random: SystemRandom.bytes)
                setup.after = { if $0 == SetupStep.allCases[index] { kill(getpid(), SIGKILL) } }
                let request = SetupRequest(
                    userName: "first", password: World.password, settings: ["session_duration_minutes": "60"])
                _ = try await setup.complete(request, token: try setup.token())
            }
            let token = (try? world.folder.text("setup-token").dropLast()).map(String.init) ?? ""
            try await check(SetupStep.allCases[index], token)
        }
    #endif
}
