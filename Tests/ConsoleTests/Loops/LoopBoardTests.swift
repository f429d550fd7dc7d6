import Logging
import ServiceLifecycle
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

/// A service that does what a test gives it.
private struct Scripted: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws { try await body() }
}

private struct Broken: Error {}

@Suite struct LoopBoardTests {
    private let loop = Loop("one", within: .seconds(30), isVital: true)

    /// Runs a loop until `check` has looked at it.
    private func watch(
        _ board: LoopBoard, _ body: @escaping @Sendable () async throws -> Void,
        _ check: () async throws -> Void
    ) async throws {
        let watched = WatchedLoop(loop: loop, service: Scripted(body: body), board: board)
        let task = Task { try? await watched.run() }
        #expect(await eventually { !board.readings.isEmpty })
        try await check()
        task.cancel()
        await task.value
    }

    @Test func `a loop that does not come round is named, and one that goes on is not`() async throws {
        let clock = ShiftedClock()
        let board = LoopBoard(uptime: clock.uptime)
        let isBlocked = Atomic(true)
        let body: @Sendable () async throws -> Void = {
            while !Task.isCancelled {
                if !isBlocked.load(ordering: .relaxed) { LoopBoard.beat() }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        try await watch(board, body) {
            #expect(board.silent.isEmpty && board.isAlive)
            clock.rest(.seconds(31))
            #expect(board.silent.map(\.loop.name) == ["one"] && board.silent.first?.state == .stalled)
            #expect(board.silent.first.map { $0.age >= 31 } == true && !board.isAlive)
            var told: [String: LoopReading.State] = [:]
            let pulse = Pulse()
            LoopWatch(board: board, pulse: pulse, logger: .dropping).look(&told)
            #expect(told == ["one": .stalled] && pulse.count == 2)
            isBlocked.store(false, ordering: .relaxed)
            #expect(await eventually { board.silent.isEmpty })
            LoopWatch(board: board, pulse: pulse, logger: .dropping).look(&told)
            #expect(told.isEmpty && pulse.count == 3)
        }
        // One that ends with the console is no loss.
        #expect(board.readings.isEmpty)
    }

    @Test func `one that waits for someone's operation has more time`() async throws {
        let clock = ShiftedClock()
        let board = LoopBoard(uptime: clock.uptime)
        let lock = OperationLock()
        let (held, release) = AsyncStream<Void>.makeStream()
        let holder = Task { try await lock.whileHeld { for await _ in held {} } }
        try await Task.sleep(for: .milliseconds(100))
        try await watch(board, { try? await lock.whileHeld { try? await Task.sleep(for: .seconds(3600)) } }) {
            try await Task.sleep(for: .milliseconds(100))
            clock.rest(.seconds(3600))
            #expect(board.silent.isEmpty)
            clock.rest(.seconds(3700))
            #expect(board.silent.count == 1)
            release.finish()
            #expect(await eventually { board.silent.isEmpty })
            clock.rest(.seconds(31))
            #expect(board.silent.count == 1)
        }
        try await holder.value
    }

    @Test func `one that ends while the console runs is told, with why`() async throws {
        let board = LoopBoard()
        try await watch(board, {}) {
            #expect(await eventually { board.silent.first?.state == .ended })
            #expect(board.silent.first?.error == nil && !board.isAlive)
        }
        try await watch(board, { throw Broken() }) {
            #expect(await eventually { board.silent.first?.error == "Broken()" })
        }
    }

    @Test func `the runner of tasks beats`() async throws {
        let clock = ShiftedClock()
        let board = LoopBoard(uptime: clock.uptime)
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
        let runner = TaskRunner(
            [], database: database, server: "here", pulse: Pulse(), now: clock.now, uptime: clock.uptime,
            logger: .dropping)
        let running = Task { try? await board.watched(runner).run() }
        #expect(await eventually { board.readings.map(\.loop.name) == ["tasks"] })
        clock.rest(.seconds(1000))
        #expect(await eventually { board.silent.isEmpty }, "\(board.silent)")
        running.cancel()
        await running.value
        await database.close()
    }

    @Test func `every loop that runs beats`() async throws {
        let world = try await GuardedWorld.start()
        let board = world.guarding.loops
        // As the running console does: a service that is done ends nothing.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: world.guarding.services.map(board.watched).map {
                    .init(service: $0, successTerminationBehavior: .ignore)
                }, logger: .dropping))
        let running = Task { try? await group.run() }
        let names = ["confirmations", "health", "intake", "jails", "mirror", "operations", "recovery"]
        #expect(await eventually { board.readings.map(\.loop.name) == names })
        world.clock.rest(.seconds(100_000))
        // What has not beaten since stands still, until each has come round.
        #expect(await eventually { board.silent.isEmpty }, "\(board.silent)")
        await group.triggerGracefulShutdown()
        await running.value
        #expect(board.readings.isEmpty)
    }
}
