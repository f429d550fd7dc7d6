import Foundation
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct DataDoctorTests {
    @Test func `the data directory, its key and the mark of the setup`() async throws {
        let world = try await DoctorWorld()
        let folder = world.folder
        func mode(_ mode: Int, _ path: String) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        #expect(await world.words("data.directory").hasPrefix("ok"))
        try mode(0o755, folder.path)
        #expect(await world.words("data.directory").hasPrefix("warning: Others may look into"))
        try mode(0o777, folder.path)
        #expect(await world.words("data.directory").hasPrefix("failure: Others may write to"))
        try mode(0o700, folder.path)
        try mode(0o640, folder.file("session-secret"))
        #expect(await world.words("data.secret").contains("(mode 0640)"))
        try folder.write(String(repeating: "ab", count: 32), to: "session-secret")
        #expect(await world.words("data.secret").contains("is repetitive"))
        try folder.write("please-change-me-please-change-me-1", to: "session-secret")
        #expect(await world.words("data.secret").contains("is an example's"))
        try FileManager.default.removeItem(atPath: folder.file("session-secret"))
        #expect(await world.words("data.secret").hasPrefix("failure"))
        #expect(await world.words("data.setup").hasPrefix("ok"))
        #expect(await world.words("data.backup") == "note: No backup is known of.")
        BackupMark(folder.directory).note(at: SystemClock.seconds() - 30 * 86_400)
        #expect(await world.words("data.backup") == "note: The last backup was made 30d ago.")
        BackupMark(folder.directory).note(at: SystemClock.seconds() - 3600)
        #expect(await world.words("data.backup") == "ok: The last backup was made 1h ago.")
        try folder.write("{", to: "bootstrap.json")
        #expect(await world.words("data.setup").hasPrefix("failure: The mark of the setup is faulty"))
        try FileManager.default.removeItem(atPath: folder.file("bootstrap.json"))
        #expect(await world.words("data.setup").hasPrefix("note: BanGUI is not set up yet"))
        #expect(await world.words("data.secret").hasPrefix("note"))
        await world.close()
    }

    @Test func `a database that is missing, damaged or of a later program`() async throws {
        let world = try await DoctorWorld()
        let path = world.folder.file("bangui.sqlite")
        #expect(await world.words("database.open").hasPrefix("ok"))
        #expect(await world.words("database.schema").contains("the latest"))
        #expect(await world.words("database.integrity").hasPrefix("ok"))
        let sound = try Data(contentsOf: URL(filePath: path))
        var bytes = sound
        bytes.replaceSubrange(60..<64, with: [0, 0, 3, 231])
        try bytes.write(to: URL(filePath: path))
        #expect(await world.words("database.schema").hasPrefix("failure: The database has schema 999"))
        bytes = sound
        bytes.replaceSubrange(8192..<12_288, with: repeatElement(0x5a, count: 4096))
        try bytes.write(to: URL(filePath: path))
        #expect(await world.words("database.integrity").hasPrefix("failure"))
        try Data(repeating: 0x5a, count: 8192).write(to: URL(filePath: path))
        #expect(await world.words("database.open").contains("is damaged"))
        try FileManager.default.removeItem(atPath: path)
        #expect(await world.words("database.open").contains("is missing, and the setup is done"))
        #expect(await world.words("database.schema") == "skipped: There is no database.")
        await world.close()
    }

    @Test func `what the machine gives is read from the system's files`() async throws {
        let world = try await DoctorWorld()
        var scene = world.scene()
        scene.root = world.folder.file("root")
        scene.serverProcess = 1
        let proc = world.folder.file("root/proc/1")
        try FileManager.default.createDirectory(atPath: proc, withIntermediateDirectories: true)
        try world.folder.write("MemTotal:       1000000 kB\nMemAvailable:    20000 kB\n", to: "root/proc/meminfo")
        try world.folder.write(
            "Max open files            512                  4096                 files\n", to: "root/proc/1/limits")
        #expect(
            await world.words("machine.memory", in: scene).hasPrefix(
                "warning: Memory that is free for programs: 19 MiB of 976 MiB"))
        #expect(await world.words("machine.descriptors", in: scene).hasPrefix("warning: At most 512 "))
        #expect(await world.words("machine.timezone", in: scene).hasPrefix("warning: This machine has no time zones"))
        scene.configuration = world.scene([.timeZone: "Europe/Berlin"]).configuration
        #expect(await world.words("machine.timezone", in: scene).hasPrefix("warning: The zone Europe/Berlin"))
        await world.close()
    }

    @Test func `a jail.conf that was edited is told from the one of the package`() async throws {
        let world = try await DoctorWorld()
        var scene = world.scene()
        (scene.root, scene.configurationFolder) = (world.folder.file("root"), world.folder.path)
        #expect(await world.words("fail2ban.jailconf", in: scene).hasPrefix("skipped: No package"))
        let folder = world.folder.file("root/var/lib/dpkg")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The MD5 of "x" and a line end.
        let list = """
            Package: fail2ban-doc
            Conffiles:
             \(world.folder.path)/jail.conf 00000000000000000000000000000000

            Package: fail2ban
            Status: install ok installed
            Conffiles:
             \(world.folder.path)/jail.conf 401b30e3b8b5d629635a5c613cdb7919

            Package: last

            """
        try world.folder.write(list, to: "root/var/lib/dpkg/status")
        try world.folder.write("x\n", to: "jail.conf")
        #expect(await world.words("fail2ban.jailconf", in: scene).hasPrefix("ok"))
        try world.folder.write("y\n", to: "jail.conf")
        #expect(await world.words("fail2ban.jailconf", in: scene).hasPrefix("note"))
        await world.close()
    }

    @Test(arguments: [
        ("/srv/data", "tmpfs"), ("/srv/data/deep", "tmpfs"), ("/srv/database", "nfs4"), ("/else", "ext4"),
    ])
    func `the file system is that of the nearest mount above`(path: String, name: String) {
        let mounts = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            30 22 0:30 / /srv rw shared:2 master:1 - nfs4 host:/ rw
            31 30 0:31 / /srv/data rw - tmpfs tmpfs rw
            """
        #expect(Volume.fileSystem(of: path, in: mounts) == name)
    }
}
