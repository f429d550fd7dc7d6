import Storage
import Testing

@testable import Console

@Suite struct AuditCheckTests {
    private func log(_ world: AuditWorld) -> AuditLog {
        AuditLog(database: world.database, anchor: world.anchor, now: world.clock.now)
    }

    @Test func `the whole log is checked and what was found is told`() async throws {
        let world = try AuditWorld()
        try await world.note(["a", "b", "c"])
        let log = log(world)
        let task = BackgroundTask.auditCheck(log, logger: .dropping)
        #expect(try await task.run(TaskContext()).what == "3 entries are unbroken.")
        #expect(log.lastReport?.entries == 3)
    }

    @Test func `a log that was tampered with makes the task fail with what is wrong`() async throws {
        let world = try AuditWorld()
        try await world.note(["a", "b", "c"])
        try await world.tamper("UPDATE audit SET subject = 'x' WHERE sequence = 2")
        let log = log(world)
        let task = BackgroundTask.auditCheck(log, logger: .dropping)
        let fault = await #expect(throws: TaskFault.self) { try await task.run(TaskContext()) }
        #expect(fault?.description == log.lastReport?.fault.map { "\($0)" })
    }

    @Test func `a long log is checked once a day`() {
        #expect(TaskSchedule.auditCheck(entries: 20_000).interval == 600)
        #expect(TaskSchedule.auditCheck(entries: 20_001).interval == 86_400)
    }
}
