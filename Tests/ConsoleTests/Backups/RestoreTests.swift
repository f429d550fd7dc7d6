import Foundation
import Storage
import Testing

@testable import Console

#if canImport(Glibc)
    import Glibc
#endif

struct RestoreTests {
    let world: BackupWorld
    init() throws { world = try BackupWorld() }

    /// A backup of ada's installation in a folder that is empty then.
    private func backedUp(_ settings: [String: String] = [:]) async throws {
        try await world.install("ada", settings)
        _ = try world.backup().write(to: world.file, replacing: false)
        for name in try world.names { try FileManager.default.removeItem(atPath: world.folder.file(name)) }
    }

    @Test func `into an empty folder it brings accounts, settings and key back`() async throws {
        try await backedUp(["timezone": "Europe/Berlin"])
        let report = try world.restore()
        #expect(report.aside == nil && report.oldDatabase == nil && !report.isMoved)
        #expect(try world.names == ["bangui.sqlite", "bootstrap.json", "session-secret"])
        for name in try world.names { #expect(try world.folder.mode(world.folder.file(name)) == 0o600) }
        let found = try await world.setup.start()
        #expect(found.users == ["ada"] && found.settings["timezone"] == "Europe/Berlin")
        #expect(try world.folder.text("session-secret") == "ada key\n")
    }

    @Test func `an installation is refused without a word to replace it, then set aside whole`() async throws {
        try await backedUp()
        try await world.install("bob")
        let before = try world.names
        #expect(throws: BackupError.installed(path: world.folder.path)) { try world.restore() }
        #expect(try world.names == before)
        let report = try world.restore(replacing: true)
        #expect(try await world.setup.start().users == ["ada"])
        let name = "before-restore-20270115T080000Z"
        #expect(report.aside == world.folder.file(name))
        #expect(try await world.asides() == [name: ["bob"]])
        #expect(try world.folder.text(name + "/session-secret") == "bob key\n")
        #expect(try world.folder.mode(world.folder.file(name)) == 0o700)
        // Once more at the same second: neither is lost.
        try world.restore(replacing: true)
        #expect(try await world.asides() == [name: ["bob"], name + "-2": ["ada"]])
    }

    @Test(arguments: RestoreStep.allCases, [false, true])
    func `cut off after any step the old one is there or whole aside, and a second restore finishes`(
        step: RestoreStep, isInstalled: Bool
    ) async throws {
        try await backedUp()
        if isInstalled { try await world.install("bob") }
        #expect(throws: SetupWorld.Cut.self) { try world.restore(replacing: isInstalled, cutAfter: step) }
        switch step {
        case .staged, .kept:
            #expect(world.setup.needsSetup == !isInstalled)
            if isInstalled { #expect(try await world.setup.start().users == ["bob"]) }
        case .unmarked, .removed, .placed:
            #expect(world.setup.needsSetup)
            if isInstalled { #expect(try await world.asides().values.contains(["bob"])) }
        case .marked:
            #expect(try await world.setup.start().users == ["ada"])
        }
        try world.restore(replacing: isInstalled || step == .marked)
        #expect(try await world.setup.start().users == ["ada"])
        #expect(try world.folder.text("session-secret") == "ada key\n")
        #expect(!world.folder.exists("restore.partial"))
        if isInstalled { #expect(try await world.asides().values.filter { $0 == ["bob"] }.count == 1) }
    }

    @Test func `cut off at every step in turn nothing is lost`() async throws {
        try await backedUp()
        try await world.install("bob")
        for step in RestoreStep.allCases {
            #expect(throws: SetupWorld.Cut.self) { try world.restore(replacing: true, cutAfter: step) }
        }
        try world.restore(replacing: true)
        #expect(try await world.setup.start().users == ["ada"])
        #expect(try await world.asides().values.contains(["bob"]))
    }

    @Test func `what a cut off restore left beside an installation goes at the next start`() async throws {
        try await backedUp()
        try await world.install("bob")
        let before = try world.names
        #expect(throws: SetupWorld.Cut.self) { try world.restore(replacing: true, cutAfter: .kept) }
        #expect(try world.names != before)
        Restore.removeLeftovers(in: world.folder.directory)
        #expect(try world.names == before)
        #expect(try await world.setup.start().users == ["bob"])
        // What a finished restore set aside stays.
        try world.restore(replacing: true)
        Restore.removeLeftovers(in: world.folder.directory)
        #expect(try await world.asides().count == 1)
    }

    @Test func `a database from elsewhere comes into the folder, and the old one elsewhere stays`() async throws {
        try await world.install("ada", ["database_path": world.elsewhere.file("own.sqlite")])
        _ = try world.backup().write(to: world.file, replacing: false)
        let report = try world.restore(replacing: true)
        #expect(report.databasePath == world.folder.file("own.sqlite") && report.isMoved)
        #expect(report.oldDatabase == world.elsewhere.file("own.sqlite"))
        #expect(world.elsewhere.exists("own.sqlite"))
        #expect(try world.backup().bootstrap.databasePath == "own.sqlite")
        #expect(try await world.setup.start().users == ["ada"])
    }

    @Test func `an old database whose end was not orderly is kept with all that was written`() async throws {
        try await backedUp()
        try await world.install("bob")
        // Copied while open, its log holds what the file does not.
        let path = world.folder.file("bangui.sqlite")
        let open = try SQLiteDatabase(path: path)
        try await open.write { try $0.settings.set("note", "late", at: 1, by: nil) }
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: world.elsewhere.file("cut" + suffix))
        }
        await open.close()
        for suffix in ["", "-wal"] {
            unlink(path + suffix)
            try FileManager.default.copyItem(atPath: world.elsewhere.file("cut" + suffix), toPath: path + suffix)
        }
        let report = try world.restore(replacing: true)
        let aside = try #require(report.aside)
        #expect(try SQLiteBackup.setting("note", of: aside + "/bangui.sqlite") == "late")
    }

    @Test func `an old database that cannot be read is set aside as it is`() async throws {
        try await backedUp()
        try await world.install("bob")
        let text = String(repeating: "no database any more ", count: 500)
        try world.folder.write(text, to: "bangui.sqlite")
        try world.folder.write("{", to: "bootstrap.json")
        let aside = try #require(try world.restore(replacing: true).aside)
        #expect(try String(contentsOfFile: aside + "/bangui.sqlite", encoding: .utf8) == text)
        #expect(try String(contentsOfFile: aside + "/bootstrap.json", encoding: .utf8) == "{")
        #expect(try await world.setup.start().users == ["ada"])
    }

    @Test func `the key before the last rotation keeps its time`() async throws {
        try await world.install()
        try world.folder.write("older key\n", to: "session-secret.previous", modifiedAt: 1_700_000_000)
        _ = try world.backup().write(to: world.file, replacing: false)
        try world.restore(replacing: true)
        let read = try PrivateFile.read(world.folder.file("session-secret.previous"))
        #expect(read?.modifiedAt == 1_700_000_000)
    }

    @Test func `an installation whose database is on a server is left to its own programs`() async throws {
        try await backedUp()
        let mark = Bootstrap(version: 1, setupID: "a", databasePath: "postgres://ada:pw@db/bangui", completedAt: 1)
        try world.folder.write(String(decoding: try mark.encoded(), as: UTF8.self), to: "bootstrap.json")
        let before = try world.names
        #expect(throws: BackupError.onServer(directory: world.folder.path)) { try world.restore(replacing: true) }
        #expect(try world.names == before)
    }

    @Test func `while a setup is under way it is refused`() async throws {
        try await backedUp()
        let held = open(world.folder.file("setup.lock"), O_RDWR | O_CREAT, 0o600)
        flock(held, LOCK_EX)
        #expect(throws: BackupError.setupUnderWay) { try world.restore() }
        close(held)
        try world.restore()
    }

    @Test func `nobody is signed in afterwards`() async throws {
        try await world.install()
        let path = world.folder.file("bangui.sqlite")
        var database = try SQLiteDatabase(path: path)
        try await database.write { transaction throws in
            let user = try #require(try transaction.users.all().first)
            _ = try transaction.sessions.insert(
                tokenHash: [UInt8](repeating: 7, count: 32), userID: user.id, createdAt: 1, expiresAt: 1 << 40,
                address: "192.0.2.1", userAgent: "")
        }
        await database.close()
        _ = try world.backup().write(to: world.file, replacing: false)
        try world.restore(replacing: true)
        database = try SQLiteDatabase(path: path)
        #expect(try await database.read { try $0.sessions.list(userID: 1) } == [])
        await database.close()
    }
}
