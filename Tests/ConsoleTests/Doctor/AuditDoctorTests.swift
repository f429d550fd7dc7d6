import Foundation
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// What stands between the console and root: the agent's users, and the audit log.
@Suite struct AuditDoctorTests {
    @Test func `an agent that leaves out the console's user is told to root`() async throws {
        let world = try await DoctorWorld()
        var scene = world.scene()
        func words() async -> String { await world.words("console.agentusers", in: scene) }
        #expect(await words() == "skipped: No agent is configured.")
        scene.agentSocket = world.folder.file("agent.sock")
        let owner = scene.process.user
        scene.process.user = owner + 1
        #expect(await words() == "skipped: Only root reads the configuration of the agent.")
        scene.agentRules = AgentRules(path: "/etc/bangui/agent.conf", users: [owner, 7])
        #expect(await words().hasPrefix("ok: /etc/bangui/agent.conf names "))
        chown(world.folder.path, 4711, 4711)
        if getuid() == 0 {
            #expect(await words().hasPrefix("failure: /etc/bangui/agent.conf does not name 4711"))
        }
        scene.agentRules?.fault = "/etc/bangui/agent.conf:3: what is that"
        #expect(
            await words().hasPrefix("failure: The configuration of the agent cannot be used: /etc/bangui/agent.conf:3")
        )
        await world.close()
    }

    @Test func `the end of the audit log is held against what was anchored last`() async throws {
        let world = try await DoctorWorld()
        func words() async -> String { await world.words("console.audit") }
        #expect(await words() == "skipped: There is no audit log yet.")
        let database = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        let anchor = AuditAnchorFile(world.folder.directory)
        for number in 1...3 {
            let head = try await database.write {
                try $0.note(AuditEvent(.ban, subject: "\(number)"), by: .ada, at: 1)
            }
            try await anchor.append(head)
        }
        #expect(await words() == "ok: Entries 1 to 3 are unbroken and as they were anchored.")
        try await database.write { _ = try $0.execute("DELETE FROM audit WHERE sequence = 3", [:]) }
        #expect(await words().hasPrefix("failure: The log ends with entry 2, and entry 3 was anchored"))
        try await database.write { _ = try $0.execute("UPDATE audit SET subject = 'x' WHERE sequence = 1", [:]) }
        #expect(await words().hasPrefix("failure: Entry 1 is not as it was written"))
        await database.close()
        await world.close()
    }

    @Test func `the running server tells what it found of its audit log, and what it cannot anchor`() async throws {
        let world = try await DoctorWorld()
        let audited = try AuditWorld(anchor: HeldHeads(user: 998))
        let log = AuditLog(database: audited.database, anchor: audited.anchor, now: audited.clock.now)
        var scene = world.scene()
        scene.audit = log
        #expect(await world.words("console.audit", in: scene) == "skipped: It was not checked since the start.")
        try await audited.note(["a", "b"])
        _ = try await log.verify()
        #expect(
            await world.words("console.audit", in: scene).hasPrefix("ok: The whole log is unbroken, and root's file"))
        log.note(AuditAnchorError("The agent refuses entry 3: no", isRefusal: true))
        let refused = await world.words("console.audit", in: scene)
        #expect(refused == "warning: New entries are not anchored: The agent refuses entry 3: no")
        try await audited.tamper("DELETE FROM audit WHERE sequence = 2")
        _ = try await log.verify()
        #expect(await world.words("console.audit", in: scene).hasPrefix("failure: The log ends with entry 1"))
        await world.close()
    }
}
