import Fail2ban
import Foundation
import Host
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

@Suite struct DoctorTests {
    @Test func `a healthy system gives no warning, and every check is known by one name`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")])
        let world = try await DoctorWorld(fail2ban)
        fail2ban.write("nothing of interest", to: "one")
        let report = await Doctor(world.scene()).report()
        // Where the tests themselves run as root or in memory, that is told.
        let expected: Set = ["console.user", "data.filesystem"]
        for finding in report.findings where !expected.contains(finding.id) {
            #expect(![.failure, .warning].contains(finding.status), "\(finding.id): \(finding.reason)")
        }
        #expect(report.findings.map(\.id) == Doctor.checks.map(\.id))
        #expect(Set(Doctor.checks.map(\.id)).count == Doctor.checks.count && Doctor.checks.count >= 35)
        for id in [
            "fail2ban.socket", "fail2ban.log", "jails.logs", "jails.silent", "database.integrity", "data.secret",
        ] {
            #expect(report.findings.contains { $0.id == id && $0.status == .ok }, "\(id)")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: world.folder.path).sorted()
        #expect(files == ["bangui.sqlite", "bootstrap.json", "session-secret"], "looking left something behind")
        await world.close()
    }

    @Test func `faults of a real fail2ban are found, each by its own check`() async throws {
        let fail2ban = try await RealFail2ban.start(
            [
                TestJail("one"), TestJail("gone"), TestJail("quiet"), TestJail("dovecot", ["bantime": "-1"]),
                TestJail("idle", ["action": ""]), TestJail("wall", ["action": "iptables-none"]),
            ],
            files: ["action.d/iptables-none.conf": "[Definition]\nactionban = true\nactionunban = true\n"])
        let world = try await DoctorWorld(fail2ban)
        fail2ban.write("nothing of interest", to: "one")
        try FileManager.default.removeItem(atPath: fail2ban.jailLog("gone"))
        let old = Date(timeIntervalSinceNow: -10 * 86_400)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: fail2ban.jailLog("quiet"))
        try fail2ban.client(["set", "loglevel", "ERROR"])
        var scene = world.scene()
        scene.root = world.folder.file("nowhere")
        let report = await Doctor(scene).report()
        func expect(_ id: String, _ status: DoctorFinding.Status, _ words: String...) {
            let finding = report.findings.first { $0.id == id }
            #expect(finding?.status == status, "\(id): \(finding?.reason ?? "")")
            for word in words { #expect(finding?.reason.contains(word) == true, "\(id): \(finding?.reason ?? "")") }
        }
        expect("jails.logs", .failure, "gone: ", "gone.log is not there")
        // It had no rhythm: nobody knows whether it should have grown.
        expect("jails.silent", .ok)
        expect("jails.bantime", .note, "dovecot")
        expect("jails.actions", .failure, "there is no iptables", "Others of the kind: idle")
        expect("fail2ban.loglevel", .warning, "ERROR")
        expect("fail2ban.purgeage", .note, "dovecot", "permanent")
        expect("fail2ban.advisories", .warning, "GHSA-33wh-ccjc-p397")
        try fail2ban.client(["set", "logtarget", "STDOUT"])
        #expect(await world.words("fail2ban.log").hasPrefix("warning: fail2ban logs to STDOUT"))
        try fail2ban.client(["set", "one", "banip", "192.0.2.1"])
        scene.now = { SystemClock.seconds() - 3600 }
        let isSeen = await eventually {
            await world.words("machine.clock", in: scene).contains("ahead of this machine")
        }
        #expect(isSeen, "a record in the future is not told of")
        await world.close()
    }

    @Test(.shows("ABUSE-39")) func `why fail2ban cannot be reached is told, with what starts it again`() async throws {
        let fail2ban = try await RealFail2ban.start()
        let world = try await DoctorWorld(fail2ban)
        var scene = world.scene()
        scene.patience = .milliseconds(300)
        fail2ban.pause()
        #expect(await world.words("fail2ban.socket", in: scene).contains("gave no sign of life within 300 ms"))
        fail2ban.resume()
        fail2ban.kill9()
        #expect(await world.words("fail2ban.socket").hasPrefix("failure: Nobody listens"))
        try FileManager.default.removeItem(atPath: fail2ban.socketPath)
        #expect(await world.words("fail2ban.socket").hasPrefix("failure: There is no socket"))
        // What can only be asked of fail2ban is neither good nor bad.
        #expect(await world.words("jails.logs") == "skipped: fail2ban does not answer.")
        await world.close()
    }

    @Test(.shows("ASVS-15.2.2")) func `a check that hangs is a finding and holds up no other`() async throws {
        let world = try await DoctorWorld()
        let isOver = Mutex(false)
        let hanging = DoctorCheck("test.hangs", "Hangs", .machine, "", within: .milliseconds(100)) { _ in
            while !isOver.withLock({ $0 }) { usleep(1000) }
            return .ok("It came to its end.")
        }
        let quick = DoctorCheck("test.quick", "Quick", .machine, "") { _ in .ok("It is quick.") }
        let report = await Doctor(world.scene()).report(Array(repeating: hanging, count: 12) + [quick])
        isOver.withLock { $0 = true }
        #expect(
            report.findings.dropLast().allSatisfy {
                $0.status == .warning && $0.reason.contains("did not come to its end")
            })
        #expect(report.findings.last?.status == .ok)
        await world.close()
    }

    @Test(arguments: [
        ("0.9.7", 2), ("0.10.7", 1), ("0.11.2", 2), ("0.11.3", 1), ("1.0.0", 2), ("1.0.2", 1), ("1.1.0", 1),
        ("1.1.1", 0), ("1.1.2.dev1", 0), ("2.0", 0),
    ])
    func `an advisory is told of the versions that have it`(version: String, count: Int) {
        #expect(Advisory.all.count { $0.affects(.init(version)) } == count)
    }
}
