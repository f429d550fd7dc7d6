import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

@Suite struct DatabaseBehindBreakerTests {
    private struct Scene {
        let folder: TestSupport.TemporaryFolder
        let real: FaultyDatabase
        let database: DatabaseBehindBreaker
        let breakers: Breakers
        let world = BreakerWorld()

        init() throws {
            folder = try TestSupport.TemporaryFolder()
            real = FaultyDatabase(try SQLiteDatabase(path: folder.file("bangui.db")))
            breakers = Breakers(world.surroundings)
            database = DatabaseBehindBreaker(real, breakers)
        }

        func read() async throws { _ = try await database.readBriefly { try $0.first("SELECT 1") { $0.integer(0) } } }
        func write() async throws { _ = try await database.writeBriefly { try $0.execute("DELETE FROM bans", [:]) } }
        func breakReads(_ error: StorageError) async {
            real.fail(with: error)
            for _ in 0..<5 { try? await read() }
        }
    }

    @Test func `a database that fails is left alone, with its own error for whoever asks`() async throws {
        for error in [
            StorageError.busy, .failed("disk I/O error"), .damaged("it is no database"), .unreachable("gone"),
        ] {
            let scene = try Scene()
            try await scene.read()
            await scene.breakReads(error)
            scene.real.fail(with: nil)
            await #expect(throws: StorageError.self) { try await scene.read() }
            await #expect(throws: StorageError.self) { try await scene.write() }
            await #expect(throws: StorageError.self) { try await scene.database.moment() }
            if case .unreachable = error {
                #expect(scene.breakers.database.refusal?.cause == .store(.unreachable))
            }
            #expect(scene.breakers.database.report.rejected > 0 && scene.breakers.databaseWrites.refusal == nil)
            scene.world.clock.advance(4)
            for _ in 0..<2 { try await scene.read() }
            try await scene.write()
            #expect(scene.breakers.database.report.state == .closed)
            _ = try await scene.database.moment()
            await scene.database.close()
        }
    }

    @Test func `while nothing can be written everything can be read`() async throws {
        let scene = try Scene()
        scene.real.failWrites(with: StorageError.full)
        for _ in 0..<5 { await #expect(throws: StorageError.full) { try await scene.write() } }
        #expect(scene.breakers.databaseWrites.report.state == .open)
        scene.real.failWrites(with: nil)
        await #expect(throws: StorageError.full) {
            try await scene.database.write { try $0.execute("DELETE FROM bans", [:]) }
        }
        for _ in 0..<10 { try await scene.read() }
        #expect(scene.breakers.database.report.failures == 0)
        await scene.database.close()
    }

    @Test func `a server that was lost while writing counts for reading too`() async throws {
        let scene = try Scene()
        scene.real.failWrites(with: StorageError.unreachable("gone"))
        for _ in 0..<5 { try? await scene.write() }
        #expect(scene.breakers.database.report.state == .open)
        await scene.database.close()
    }

    @Test func `what a body throws, a constraint, a call that was called off: no failures of the database`()
        async throws
    {
        let scene = try Scene()
        let errors: [any Error] = [
            CancellationError(), StorageError.closed, StorageError.constraint("x"),
            StorageError.newerSchema(found: 9, known: 1),
            OperationError.tooLate,
        ]
        for error in errors {
            scene.real.fail(with: error)
            for _ in 0..<6 { try? await scene.read() }
        }
        #expect(scene.breakers.database.report.failures == 0 && scene.breakers.database.report.state == .closed)
        await scene.database.close()
    }

    @Test func `trials find out by themselves that it is well again`() async throws {
        let scene = try Scene()
        let trials = DatabaseTrials(scene.database, scene.breakers)
        await scene.breakReads(.failed("disk I/O error"))
        scene.real.fail(with: StorageError.busy)
        for _ in 0..<5 { try? await scene.write() }
        await trials.look()
        #expect(scene.breakers.database.report.state == .open)
        scene.real.fail(with: nil)
        for _ in 0..<4 {
            scene.world.clock.advance(4)
            await trials.look()
        }
        #expect(scene.breakers.reports.allSatisfy { $0.state == .closed && $0.cause == nil })
        // Where all is well it asks nothing.
        scene.real.fail(with: StorageError.busy)
        await trials.look()
        #expect(scene.breakers.reports.allSatisfy { $0.cause == nil })
        await scene.database.close()
    }

    @Test func `the trials run until they are told to stop`() async throws {
        let scene = try Scene()
        let task = Task { await DatabaseTrials(scene.database, scene.breakers).run() }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await task.value
        #expect(scene.database.lease("one").isHeld)
        for await _ in scene.database.changes() { Issue.record("nobody else is there") }
        await scene.database.close()
    }
}
