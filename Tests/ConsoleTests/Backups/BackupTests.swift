import Foundation
import Storage
import Testing

@testable import Console

#if canImport(Glibc)
    import Glibc
#endif

struct BackupTests {
    let world: BackupWorld
    init() throws { world = try BackupWorld() }

    @Test func `it holds the files of the closed list, for its owner only, and leaves nothing beside it`() async throws
    {
        try await world.install()
        try world.folder.write("older key\n", to: "session-secret.previous", modifiedAt: 1_700_000_000)
        try world.folder.write("1", to: "lock")
        try world.folder.write("token", to: "setup-token")
        var pages = (0, 0)
        let report = try world.backup().write(to: world.file, replacing: false) { pages = ($0, $1) }
        #expect(report.files == ["bootstrap.json", "session-secret", "session-secret.previous"])
        #expect(report.hasSecret && report.info.madeAt == world.setup.clock.now())
        #expect(pages.0 == pages.1 && pages.1 > 10)
        #expect(try world.folder.mode(world.file) == 0o600)
        let size = try FileManager.default.attributesOfItem(atPath: world.file)[.size] as? Int64
        #expect(report.bytes == size)
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.elsewhere.path) == ["backup"])
        let checked = try CheckedBackup(world.file)
        #expect(checked.fileNames == report.files && checked.databaseName == "bangui.sqlite")
    }

    @Test func `a file that exists is replaced on demand only, and never one of BanGUI's own`() async throws {
        try await world.install()
        try world.elsewhere.write("mine", to: "backup")
        #expect(throws: BackupError.exists(path: world.file)) {
            try world.backup().write(to: world.file, replacing: false)
        }
        #expect(try world.elsewhere.text("backup") == "mine")
        _ = try world.backup().write(to: world.file, replacing: true)
        _ = try CheckedBackup(world.file)
        for name in ["bangui.sqlite", "session-secret", "bootstrap.json", "setup-token", "bangui.sqlite-wal"] {
            let path = world.folder.file(name)
            #expect(throws: BackupError.ownFile(path: path)) { try world.backup().write(to: path, replacing: true) }
        }
        let other = world.elsewhere.file("link")
        try FileManager.default.linkItem(atPath: world.folder.file("bangui.sqlite"), toPath: other)
        #expect(throws: BackupError.ownFile(path: other)) { try world.backup().write(to: other, replacing: true) }
        try world.elsewhere.write("log", to: "third-wal")
        #expect(throws: BackupError.besideLog(path: world.elsewhere.file("third-wal"))) {
            try world.backup().write(to: world.elsewhere.file("third"), replacing: false)
        }
        #expect(try await world.setup.start().users == ["ada"])
    }

    @Test func `neither a link nor another backup's file is written to`() async throws {
        try await world.install()
        try world.elsewhere.write("mine", to: "victim")
        symlink(world.elsewhere.file("victim"), world.file + ".partial")
        #expect(throws: BackupError.file(.notPlain(path: world.file + ".partial"))) {
            try world.backup().write(to: world.file, replacing: true)
        }
        unlink(world.file + ".partial")
        let held = open(world.file + ".partial", O_RDWR | O_CREAT, 0o644)
        flock(held, LOCK_EX)
        #expect(throws: BackupError.underWay(path: world.file)) {
            try world.backup().write(to: world.file, replacing: false)
        }
        close(held)
        // What a killed one left is written over.
        _ = try world.backup().write(to: world.file, replacing: false)
        #expect(try world.folder.mode(world.file) == 0o600)
        #expect(try world.elsewhere.text("victim") == "mine")
    }

    @Test func `without the right database there is no backup and no file`() async throws {
        try await world.install()
        #expect(throws: SetupError.missingDatabase(path: "/nowhere/b")) {
            try world.backup(from: "/nowhere/b").write(to: world.file, replacing: false)
        }
        let other = try SQLiteDatabase(path: world.elsewhere.file("other.sqlite"))
        await other.close()
        #expect(throws: SetupError.otherDatabase(path: world.elsewhere.file("other.sqlite"))) {
            try world.backup(from: world.elsewhere.file("other.sqlite")).write(to: world.file, replacing: false)
        }
        try world.elsewhere.write(String(repeating: "no database ", count: 100), to: "text")
        #expect(throws: BackupError.self) {
            try world.backup(from: world.elsewhere.file("text")).write(to: world.file, replacing: false)
        }
        #expect(!world.elsewhere.exists("backup") && !world.elsewhere.exists("backup.partial"))
    }

    @Test func `a database on a server is left to its own programs`() async throws {
        let backup = Backup(
            directory: world.folder.directory,
            bootstrap: Bootstrap(version: 1, setupID: "a", databasePath: "postgres://ada:pw@db/bangui", completedAt: 1),
            databasePath: "", programVersion: "0.1.0", now: world.setup.clock.now)
        let error = #expect(throws: BackupError.onServer(directory: world.folder.path)) {
            try backup.write(to: world.file, replacing: false)
        }
        let text = "\(try #require(error))"
        #expect(text.contains("pg_dump") && text.contains("session-secret") && !text.contains("pw"))
    }
}
