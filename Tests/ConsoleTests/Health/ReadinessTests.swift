import Synchronization
import Testing

@testable import Console

@Suite struct ReadinessTests {
    @Test func `many who ask at the same time are answered by few looks`() async throws {
        let folder = try TemporaryFolder()
        let looks = Mutex(0)
        let readiness = Readiness(directory: folder.directory, status: { DaemonStatus(at: 0) }) {
            looks.withLock { $0 += 1 }
            return true
        }
        let answers = await withTaskGroup(of: [Readiness.Part].self) { group in
            for _ in 0..<200 { group.addTask { await readiness.parts() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // A look holds for a second: on a machine that is busy for longer there may be some.
        #expect((1...20).contains(looks.withLock { $0 }))
        for parts in answers {
            #expect(parts.map(\.name) == ["database", "fail2ban", "space"])
            #expect(parts.first?.status == .ok && parts[1].status == .warn)
        }
    }

    @Test func `a database that does not answer is told`() async throws {
        let folder = try TemporaryFolder()
        let readiness = Readiness(directory: folder.directory, status: { DaemonStatus(at: 0) }) { false }
        let database = await readiness.parts().first
        #expect(database?.status == .fail && database?.detail == "The database does not answer.")
    }
}
