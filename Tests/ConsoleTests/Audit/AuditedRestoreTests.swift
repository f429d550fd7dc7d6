import Storage
import Testing

@testable import Console

@Suite struct AuditedRestoreTests {
    /// The log of what lies in the folder, checked against the heads in its file.
    private func report(_ world: BackupWorld) async throws -> AuditReport {
        try await open(world) {
            try await AuditVerifier(database: $0, anchor: anchor(world), now: world.setup.clock.now).run()
        }
    }

    private func anchor(_ world: BackupWorld) -> AuditAnchorFile { AuditAnchorFile(world.folder.directory) }

    private func open<Result>(
        _ world: BackupWorld, _ body: (any Database) async throws -> Result
    ) async throws -> Result {
        guard case .complete(let bootstrap) = try Installation.state(in: world.folder.directory) else {
            throw SetupWorld.NotSetUp()
        }
        let path = world.folder.directory.file(bootstrap.databasePath)
        let database = try await Installation.open(bootstrap, at: .file(path: path))
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.close()
        return try result.get()
    }

    /// Adds entries and anchors each.
    private func note(_ count: Int, _ world: BackupWorld) async throws {
        try await open(world) { database in
            for _ in 0..<count {
                let head = try await database.write { try $0.note(AuditEvent(.ban), by: .ada, at: 1) }
                try await anchor(world).append(head)
            }
        }
    }

    @Test func `a restore is on record, and what was anchored of the log before it is no riddle`() async throws {
        let world = try BackupWorld()
        try await world.install()
        try await note(2, world)
        _ = try world.backup().write(to: world.file, replacing: false)
        try await note(5, world)
        try world.restore(replacing: true)
        var report = try await report(world)
        #expect(report.isUnbroken)
        #expect(report.entries == 4)
        #expect(report.restores.map(\.sequence) == [4] && report.restores.map(\.lost) == [8])
        // The log goes on over the numbers that the former one had.
        try await note(6, world)
        report = try await self.report(world)
        #expect(report.isUnbroken && report.entries == 10 && report.anchored == 10)
        #expect(report.restores.map(\.lost) == [8])
    }

    @Test func `a database that was swapped for an old copy without a restore is found`() async throws {
        let world = try BackupWorld()
        try await world.install()
        try await note(2, world)
        _ = try world.backup().write(to: world.file, replacing: false)
        try await note(5, world)
        let heads = try await anchor(world).heads()
        try world.restore(replacing: true)
        try await open(world) { database in
            try await database.write { _ = try $0.execute("DELETE FROM audit WHERE kind = 'restore'", [:]) }
        }
        #expect(heads.last?.head.sequence == 8)
        #expect(try await report(world).fault == .cutOff(last: 3, anchored: 8))
    }

    @Test func `a backup is on record of the installation that it was made of`() async throws {
        let world = try BackupWorld()
        try await world.install()
        let backup = try world.backup()
        let made = try backup.write(to: world.file, replacing: false)
        try await backup.note(made, by: .ada)
        let records = try await open(world) { try await $0.read { try $0.audit.run(after: 0, limit: 9) } }
        #expect(records.map(\.kind) == ["setup", "backup"])
        #expect(records.last?.subject == world.file && records.last?.actorName == "ada")
    }
}
