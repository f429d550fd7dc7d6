import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2))) struct TaskDeskTests {
    let world: TaskWorld
    init() throws { world = try TaskWorld() }

    @Test func `who asks has it run at once, on record with the name`() async throws {
        let count = TestCount()
        let runner = world.runner([
            BackgroundTask(.oldEvents, look: { _ in .tooEarly }) { context in
                count.add()
                return context.isAsked ? .nothing : .done("By itself.")
            }
        ])
        await runner.round()
        let desk = TaskDesk(runner)
        let asked = try await desk.ask(for: .oldEvents, by: .ada)
        #expect(asked.result == .asked && asked.actor == "ada" && asked.cause == .person)
        await #expect(throws: TaskError.isOpen(asked.id)) { try await desk.ask(for: .oldEvents, by: .ada) }
        #expect(try await desk.state(of: .oldEvents).open?.id == asked.id)
        await runner.round()
        let run = try #require(try await desk.run(asked.id, of: .oldEvents))
        #expect(run.result == .nothing && run.server == "one" && run.endedAt != nil)
        #expect(try await desk.run(asked.id, of: .statistics) == nil)
        #expect(count.value == 1)
        let entry = try await world.database.read { try $0.audit.run(after: .min, limit: 10) }.last
        #expect(entry?.kind == "task" && entry?.subject == "old-events" && entry?.actorName == "ada")
    }

    @Test func `the server with the lease does what was asked for at another, within a second`() async throws {
        let tasks = [BackgroundTask(.endedAccess, beginsLater: true) { _ in .done("It.") }]
        let leading = world.runner(tasks, server: "one")
        let other = world.runner(tasks, server: "two", lease: TestLease(false))
        let running = [leading, other].map { runner in Task { await runner.run() } }
        // A program of its own, as the command line is.
        let path = world.folder.file("bangui.sqlite")
        let beside = try SQLiteDatabase(path: path)
        let desk = TaskDesk(database: beside, now: world.clock.now)
        let asked = try await desk.ask(for: .endedAccess, by: .ada)
        #expect(try await eventually { try await desk.run(asked.id, of: .endedAccess)?.result == .done })
        #expect(try await desk.run(asked.id, of: .endedAccess)?.server == "one")
        for task in running {
            task.cancel()
            await task.value
        }
        await beside.close()
    }

    @Test func `what no server began is not begun after ten minutes, and may be asked for again`() async throws {
        let desk = TaskDesk(database: world.database, now: world.clock.now)
        let first = try await desk.ask(for: .statistics, by: .ada)
        let second = try await desk.ask(for: .endedAccess, by: .ada)
        world.clock.advance(601)
        let again = try await desk.ask(for: .statistics, by: .ada)
        #expect(try await desk.run(first.id, of: .statistics)?.error == TaskDesk.unheard)
        let count = TestCount()
        let runner = world.runner([
            BackgroundTask(.endedAccess, beginsLater: true) { _ in .done("Number \(count.add()).") },
            BackgroundTask(.statistics, beginsLater: true) { _ in .done("It.") },
        ])
        await runner.round()
        #expect(try await desk.run(second.id, of: .endedAccess)?.result == .interrupted)
        #expect(try await desk.run(again.id, of: .statistics)?.result == .done)
        #expect(count.value == 0)
    }

    @Test func `what was asked for while it ran is done after it`() async throws {
        let (count, gate) = (TestCount(), TestGate())
        let runner = world.runner([
            BackgroundTask(.lastSeen) { _ in
                if count.add() == 1 { try await gate.hold() }
                return .nothing
            }
        ])
        let first = Task { await runner.round() }
        await gate.arrival()
        let asked = try await TaskDesk(runner).ask(for: .lastSeen, by: .ada)
        await runner.round()
        #expect(count.value == 1)
        first.cancel()
        await first.value
        await runner.round()
        #expect(count.value == 2)
        #expect(try await TaskDesk(runner).run(asked.id, of: .lastSeen)?.result == .nothing)
    }

    @Test func `the list tells of each task how it stands, here and beside the server`() async throws {
        let runner = world.runner([
            BackgroundTask(.endedAccess) { _ in .done("Forgot 1 sessions and 0 tokens.") },
            BackgroundTask(.statistics) { _ in throw TaskFault("no room") },
            BackgroundTask(.oldEvents, look: { _ in .nothing }) { _ in .nothing },
        ])
        await runner.round()
        for desk in [TaskDesk(runner), TaskDesk(database: world.database, now: world.clock.now)] {
            let all = try await desk.all()
            #expect(all.map(\.name) == TaskName.allCases)
            let states = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
            #expect(states[.endedAccess]?.lastResult == .done && states[.endedAccess]?.failure == nil)
            #expect(states[.endedAccess]?.lastWhat == "Forgot 1 sessions and 0 tokens.")
            #expect(states[.statistics]?.failure == "no room" && states[.statistics]?.lastResult == .failed)
            #expect(states[.statistics]?.lastSuccessAt == nil)
            #expect(states[.auditCheck]?.lastAt == nil)
        }
        #expect(try await TaskDesk(runner).state(of: .oldEvents).lastResult == .nothing)
        #expect(try await TaskDesk(runner).state(of: .oldEvents).nextAt != nil)
    }

    @Test func `pages of runs follow each other without a gap`() async throws {
        try await world.database.write(.telemetry) { transaction in
            for _ in 0..<7 {
                _ = try transaction.taskRuns.insert(
                    TaskRunRecord(task: "statistics", cause: "schedule", endedAt: 5, result: .done))
            }
        }
        let desk = TaskDesk(database: world.database, now: world.clock.now)
        var (ids, before, pages) = ([Int64](), Int64?.none, 0)
        repeat {
            let page = try await desk.runs(of: .statistics, limit: 3, before: before)
            ids += page.runs.map(\.id)
            before = page.next
            pages += 1
        } while before != nil
        #expect(ids == [7, 6, 5, 4, 3, 2, 1] && pages == 3)
    }

    @Test func `the next night begins at its hour by the machine's clock`() {
        let now = world.clock.now()
        let next = nextLocal(hour: 3, after: now)
        #expect(next > now && next <= now + 25 * 3600 && localHour(next) == 3 && localHour(next - 1) != 3)
        #expect(nextLocal(hour: 3, after: next) > next)
        #expect(nextLocal(hour: 3, after: .max) == .max)
    }
}
