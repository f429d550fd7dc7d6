import Foundation
import Storage
import TestSupport
import Testing

@testable import Console

struct CheckedBackupTests {
    let world: BackupWorld
    init() throws { world = try BackupWorld() }

    private func file(_ name: String, _ text: String, mode: Int = 0o600) -> BackupFile {
        BackupFile(name: name, mode: mode, modifiedAt: 1, content: Array(text.utf8))
    }

    private func bootstrap(_ path: String, version: Int = 1, setup: String? = nil) async throws -> BackupFile {
        if (try? world.backup()) == nil { try await world.install() }
        let id = try setup ?? world.backup().bootstrap.setupID
        let mark = Bootstrap(version: version, setupID: id, databasePath: path, completedAt: 1)
        return BackupFile(name: "bootstrap.json", mode: 0o600, modifiedAt: 1, content: try mark.encoded())
    }

    private func makeBackup(_ files: [BackupFile]) throws {
        try world.elsewhere.write("", to: "backup")
        _ = try SQLiteBackup.write(
            world.folder.file("bangui.sqlite"), to: world.file, files: files,
            stamp: .init(programVersion: "0.1.0", madeAt: 1, setupID: try world.backup().bootstrap.setupID))
    }

    private func expectRefused() throws {
        let error = #expect(throws: BackupError.self) { try CheckedBackup(world.file) }
        guard case .fault(world.file, .notBackup) = error else { throw try #require(error) }
    }

    @Test(
        .shows("ASVS-5.3.2"),
        arguments: [
            "../evil", "/etc/cron.d/evil", "lock", "setup-token", "session-secret.new", "", ".", "..", "SESSION-SECRET",
            "demo", "sub/session-secret", "session-secret\u{0}", "session-se\u{301}cret",
        ])
    func `a file of any other name is refused`(name: String) async throws {
        try makeBackup([try await bootstrap("bangui.sqlite"), file(name, "x")])
        try expectRefused()
    }

    @Test(arguments: [
        "..", ".", "x/..", "", "dir/", "session-secret", "bootstrap.json", "lock", "demo", "restore.partial",
        "before-restore-1", "a.sqlite-wal", "a-journal", ".hidden", "a\nb",
        "postgres://ada:pw@db/bangui",
    ])
    func `a database by a name of something else is refused`(path: String) async throws {
        try makeBackup([try await bootstrap(path)])
        try expectRefused()
    }

    @Test(arguments: ["/srv/data/own.sqlite", "data/own.sqlite", "own.sqlite"])
    func `a database from anywhere gets its file name`(path: String) async throws {
        try makeBackup([try await bootstrap(path)])
        #expect(try CheckedBackup(world.file).databaseName == "own.sqlite")
    }

    @Test func `without its mark, with that of another setup or an open file it is refused`() async throws {
        let mark = try await bootstrap("bangui.sqlite")
        for files in [
            [], [file("bootstrap.json", "{}")], [try await bootstrap("bangui.sqlite", setup: "other")],
            [mark, file("session-secret", "x", mode: 0o644)],
        ] {
            try makeBackup(files)
            try expectRefused()
        }
        try makeBackup([mark])
        _ = try CheckedBackup(world.file)
    }

    @Test func `a mark of a later form is told as such, and a missing file as missing`() async throws {
        try makeBackup([try await bootstrap("bangui.sqlite", version: 2)])
        #expect(throws: BackupError.fault(path: world.file, .newerFormat(found: 2, known: 1))) {
            try CheckedBackup(world.file)
        }
        #expect(throws: BackupError.missing(path: "/nowhere")) { try CheckedBackup("/nowhere") }
    }
}
