import Foundation
import Storage

@testable import Console

/// An installation in a folder and a backup of it.
struct BackupWorld {
    let setup: SetupWorld
    var folder: TemporaryFolder { setup.folder }
    var file: String { elsewhere.file("backup") }
    let elsewhere: TemporaryFolder

    init() throws {
        setup = try SetupWorld()
        elsewhere = try TemporaryFolder()
    }

    /// Sets up with an administrator of that name.
    func install(_ name: String = "ada", _ settings: [String: String] = [:]) async throws {
        try folder.write("\(name) key\n", to: "session-secret")
        let done = try await setup.setup().completeFromCommandLine(setup.request(name, settings))
        await done.database.close()
    }

    func backup(from path: String? = nil) throws -> Backup {
        guard case .complete(let bootstrap) = try Installation.state(in: folder.directory) else {
            throw SetupWorld.NotSetUp()
        }
        return Backup(
            directory: folder.directory, bootstrap: bootstrap,
            databasePath: path ?? folder.directory.file(bootstrap.databasePath), programVersion: "0.1.0",
            now: setup.clock.now)
    }

    /// Restores the backup into the folder, cut off after a step.
    @discardableResult
    func restore(replacing: Bool = false, cutAfter step: RestoreStep? = nil) throws -> Restore.Report {
        var restore = Restore(directory: folder.directory, by: .ada, now: setup.clock.now)
        restore.after = { if $0 == step { throw SetupWorld.Cut() } }
        return try restore.run(CheckedBackup(file), replacing: replacing)
    }

    /// The names in the folder but for locks, sorted.
    var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "setup.lock" }.sorted()
        }
    }

    /// The users of what was set aside, by folder.
    func asides() async throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        for name in try names where name.hasPrefix("before-restore-") {
            let directory = DataDirectory(path: folder.file(name))
            guard case .complete(let bootstrap) = try Installation.state(in: directory) else { continue }
            let path = directory.file(bootstrap.databasePath)
            let database = try await Installation.open(bootstrap, at: .file(path: path))
            found[name] = try await database.read { try $0.users.all().map(\.name) }
            await database.close()
        }
        return found
    }
}
