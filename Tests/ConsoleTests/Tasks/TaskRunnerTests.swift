import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2))) struct TaskRunnerTests {
    let world: TaskWorld
    init() throws { world = try TaskWorld() }

    private struct Broken: Error, CustomStringConvertible { var description: String { "it is broken" } }

    @Test func `a task is done at the start, when it is due again, and is put on record`() async throws {
        let count = TestCount()
        let runner = world.runner([BackgroundTask(.endedAccess) { _ in .done("Did it \(count.add()) times.") }])
        await runner.round()
        await runner.round()
        #expect(count.value == 1, "it is not due again")
        world.clock.advance(60)
        await runner.round()
        let runs = try await world.runs(of: .endedAccess)
        #expect(runs.map(\.what) == ["Did it 2 times.", "Did it 1 times."])
        #expect(runs.allSatisfy { $0.result == .done && $0.cause == "schedule" && $0.server == "one" })
        #expect(
            runs.allSatisfy { $0.beganAt != nil && $0.endedAt != nil && $0.milliseconds != nil && $0.actorName == nil })
        let state = try #require(runner.board[.endedAccess])
        #expect(state.lastWhat == "Did it 2 times.")
        #expect((world.clock.now()...world.clock.now() + 60).contains(state.nextAt ?? 0))
    }

    @Test func `one that begins later waits for its first time`() async throws {
        let count = TestCount()
        let runner = world.runner([
            BackgroundTask(.endedAccess, beginsLater: true) { _ in .done("Number \(count.add()).") }
        ])
        #expect(runner.board[.endedAccess]?.nextAt == nil, "it is not known yet who does it")
        await runner.round()
        #expect(count.value == 0)
        #expect(runner.board[.endedAccess]?.nextAt.map { $0 > world.clock.now() } == true)
        world.clock.advance(60)
        await runner.round()
        #expect(count.value == 1)
    }

    @Test func `a look that finds nothing, and a run that had nothing to do, leave no run on record but when`()
        async throws
    {
        let runner = world.runner([
            BackgroundTask(.oldEvents, look: { _ in .nothing }) { _ in .done("Never.") },
            BackgroundTask(.statistics) { _ in .nothing },
            BackgroundTask(.lastSeen) { _ in .done("Wrote down 3 uses.") },
        ])
        await runner.round()
        for name in [TaskName.oldEvents, .statistics, .lastSeen] {
            #expect(try await world.results(of: name) == [])
            #expect(runner.board[name]?.lastSuccessAt != nil)
        }
        #expect(try await world.database.read { try $0.taskRuns.looks() } == [], "it would be a write for nothing")
        await runner.farewell()
        let looks = try await world.database.read { try $0.taskRuns.looks() }
        #expect(looks.map(\.task) == ["last-seen", "old-events", "statistics"])
        #expect(looks.first?.what == "Wrote down 3 uses.")
        // The next life of the server knows it.
        let next = world.runner([BackgroundTask(.oldEvents, look: { _ in .tooEarly }) { _ in .nothing }])
        await next.round()
        #expect(next.board[.oldEvents]?.lastAt == looks[1].at)
    }

    @Test func `what fails is tried again after a longer and longer pause and leaves the others alone`() async throws {
        let (tries, others) = (TestCount(), TestCount())
        let runner = world.runner([
            BackgroundTask(.endedAccess) { _ in
                guard tries.add() == 4 else { throw Broken() }
                return .done("At last.")
            },
            BackgroundTask(.statistics, schedule: { .every(seconds: 60) }) { _ in .done("Number \(others.add()).") },
        ])
        await runner.round()
        #expect(runner.board[.endedAccess]?.failure == "it is broken")
        #expect(runner.board.failing.map(\.name) == [.endedAccess])
        for (pause, count) in [(60, 2), (100, 2), (30, 3), (200, 3), (60, 4)] {
            world.clock.advance(Int64(pause))
            await runner.round()
            #expect(tries.value == count, "after \(pause) more seconds")
        }
        #expect(runner.board.failing.isEmpty && runner.board[.endedAccess]?.failures == 3)
        #expect(try await world.results(of: .endedAccess) == [.done, .failed, .failed, .failed])
        #expect(others.value == 5)
    }

    @Test(arguments: [
        (30, 1, 30), (30, 2, 60), (30, 7, 1920), (30, 8, 3600), (30, 90, 3600), (1, 1, 30), (86_400, 5, 86_400),
    ])
    func `the pause after failures is bounded`(interval: Int64, failures: Int, pause: Int64) {
        #expect(TaskRunner.pause(interval, afterFailures: failures) == pause)
        #expect(TaskRunner.pause(interval, afterFailures: 0) == interval)
    }

    @Test func `a slow run holds nobody up, and no second run of it begins`() async throws {
        let (slow, quick, gate) = (TestCount(), TestCount(), TestGate())
        let runner = world.runner([
            BackgroundTask(.statistics, schedule: { .every(seconds: 1) }) { _ in
                slow.add()
                try await gate.hold()
                return .nothing
            },
            BackgroundTask(.endedAccess, schedule: { .every(seconds: 1) }) { _ in .done("Number \(quick.add()).") },
        ])
        let running = Task { await runner.run() }
        await gate.arrival()
        #expect(await eventually { quick.value >= 3 })
        #expect(slow.value == 1)
        #expect(runner.board[.statistics]?.running != nil)
        running.cancel()
        await running.value
        #expect(try await world.results(of: .statistics) == [.interrupted])
    }

    @Test func `the stop of the server ends a run between two steps and says so`() async throws {
        let gate = TestGate()
        let runner = world.runner([
            BackgroundTask(.oldEvents) { context in
                do { try await gate.hold() } catch { return .unfinished(context.mayGoOn ? "" : "Removed 2 events.") }
                return .nothing
            },
            BackgroundTask(.lastSeen, beginsLater: true, isLastWord: true) { context in
                .done(context.mayGoOn ? "Wrote down 1 uses." : "")
            },
        ])
        let running = Task { await runner.run() }
        await gate.arrival()
        running.cancel()
        await running.value
        let run = try #require(try await world.runs(of: .oldEvents).first)
        #expect(run.result == .interrupted && run.what == "Removed 2 events." && run.error == "The server stopped.")
        #expect(run.endedAt != nil)
    }

    @Test func `a run whose server is gone is marked, and done again at once whatever the hour`() async throws {
        try await world.database.write(.telemetry) { transaction in
            for task in ["old-events", "audit-check", "statistics"] {
                _ = try transaction.taskRuns.insert(
                    TaskRunRecord(task: task, server: "two", cause: "schedule", beganAt: 5, result: .running))
            }
        }
        let count = TestCount()
        let tasks = [
            BackgroundTask(.oldEvents, look: { $0.isTime(of: .nightly(hour: 3)) ? .work : .tooEarly }) { _ in
                .done("Number \(count.add()).")
            },
            BackgroundTask(.auditCheck, beginsLater: true) { _ in .nothing },
        ]
        world.lease.set(false)
        let runner = world.runner(tasks)
        await runner.round()
        #expect(try await world.results(of: .oldEvents) == [.running], "who has no lease marks nothing")
        world.lease.set(true)
        await runner.round()
        #expect(try await world.results(of: .oldEvents) == [.done, .interrupted])
        #expect(try await world.runs(of: .oldEvents).last?.error == TaskRunner.gone)
        #expect(count.value == 1)
        #expect(try await world.results(of: .auditCheck) == [.running], "the other server may well live")
        let other = world.runner(tasks, server: "two", lease: TestLease(false))
        await other.round()
        #expect(try await world.results(of: .auditCheck) == [.interrupted])
        #expect(try await world.results(of: .statistics) == [.running], "this BanGUI does not do it")
        world.clock.advance(700)
        await runner.round()
        #expect(count.value == 1, "the hour has not come, and nothing is cut off any more")
    }

    @Test func `what is done once is done by the server with the lease alone, the rest by each`() async throws {
        let (once, each) = (TestCount(), TestCount())
        let tasks = [
            BackgroundTask(.endedAccess) { _ in .done("Number \(once.add()).") },
            BackgroundTask(.lastSeen) { _ in .done("Number \(each.add()).") },
        ]
        let leases = [TestLease(true), TestLease(false)]
        let runners = zip(["one", "two"], leases).map { world.runner(tasks, server: $0, lease: $1) }
        for runner in runners { await runner.round() }
        #expect(once.value == 1 && each.value == 2)
        #expect(runners[1].board[.endedAccess]?.nextAt == nil)
        leases[0].set(false)
        leases[1].set(true)
        world.clock.advance(61)
        for runner in runners { await runner.round() }
        #expect(once.value == 2 && each.value == 4)
        #expect(try await world.runs(of: .endedAccess).map(\.server) == ["two", "one"])
    }

    @Test func `who loses the lease in the middle ends its run between two steps`() async throws {
        let runner = world.runner([
            BackgroundTask(.oldEvents) { [lease = world.lease] context in
                lease.set(false)
                return context.mayGoOn ? .nothing : .unfinished("Removed 1 events.")
            }
        ])
        await runner.round()
        let run = try #require(try await world.runs(of: .oldEvents).first)
        #expect(run.result == .interrupted && run.error == "Another server took over.")
    }

    @Test func `an end that the database did not take is stored once it does`() async throws {
        let database = FaultyDatabase(world.database)
        let runner = world.runner(
            [
                BackgroundTask(.endedAccess) { _ in
                    database.fail(with: StorageError.failed("disk I/O error"))
                    return .done("Forgot 1 sessions and 0 tokens.")
                }
            ], database: database)
        await runner.round()
        #expect(try await world.results(of: .endedAccess) == [.running])
        database.fail(with: nil)
        await runner.round()
        #expect(try await world.results(of: .endedAccess) == [.done])
    }

    @Test func `a database that fails is asked again`() async throws {
        let database = FaultyDatabase(world.database)
        database.fail(with: StorageError.failed("disk I/O error"))
        let count = TestCount()
        let runner = world.runner(
            [BackgroundTask(.endedAccess) { _ in .done("Number \(count.add()).") }], database: database)
        await runner.round()
        #expect(count.value == 0)
        database.fail(with: nil)
        await runner.round()
        #expect(count.value == 1)
    }

    @Test func `a task that is called for does not wait for its time`() async throws {
        let (asked, done) = (TestCount(), TestCount())
        let runner = world.runner([
            BackgroundTask(.statistics, beginsLater: true, isCalledFor: { asked.add() == 2 }) { _ in
                .done("Number \(done.add()).")
            }
        ])
        for _ in 0..<3 {
            await runner.round()
            await runner.round()
            world.clock.advance(3)
        }
        #expect(asked.value == 3, "it is asked every three seconds")
        #expect(done.value == 1)
        #expect(try await world.runs(of: .statistics).map(\.cause) == ["change"])
    }

    @Test func `the history of a task is bounded, in number and in age`() async throws {
        let now = world.clock.now()
        try await world.database.write(.telemetry) { transaction in
            for number in 0..<250 {
                _ = try transaction.taskRuns.insert(
                    TaskRunRecord(
                        task: "ended-access", cause: "schedule", endedAt: number < 230 ? now : 5, result: .done))
                _ = try transaction.taskRuns.insert(
                    TaskRunRecord(task: "statistics", cause: "schedule", endedAt: 5, result: .done))
            }
        }
        let runner = world.runner([BackgroundTask(.endedAccess) { _ in .done("It.") }])
        await runner.round()
        #expect(try await world.runs(of: .endedAccess).count == 180)
        #expect(try await world.runs(of: .statistics).count == 250)
    }
}
