public import ServiceLifecycle
internal import Synchronization

/// Which loops come round, for everyone to read at once.
public final class LoopBoard: Sendable {
    private struct Entry {
        var loop: Loop
        var last: ContinuousClock.Instant
        var isWaiting = false
        var hasEnded = false
        var error: String?
    }

    private let uptime: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameter uptime: the time that has passed, by a clock that nobody sets.
    public init(uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.uptime = uptime
    }

    /// The loops that have begun, by name.
    public var readings: [LoopReading] {
        let now = uptime()
        return entries.withLock { entries in
            entries.values.map { entry in
                let age = now - entry.last
                let bound = entry.isWaiting ? max(entry.loop.bound, Loop.longestWait) : entry.loop.bound
                let state: LoopReading.State = entry.hasEnded ? .ended : age > bound ? .stalled : .running
                return LoopReading(
                    loop: entry.loop, state: state, age: max(0, age.components.seconds), error: entry.error)
            }
        }.sorted { $0.loop.name < $1.loop.name }
    }

    /// Those that do not come round.
    public var silent: [LoopReading] { readings.filter { $0.state != .running } }

    /// Whether every loop that the console is no use without comes round.
    public var isAlive: Bool { silent.allSatisfy { !$0.loop.isVital } }

    /// The service, watched where it is a loop.
    public func watched(_ service: any Service) -> any Service {
        Loop.of(service).map { WatchedLoop(loop: $0, service: service, board: self) } ?? service
    }

    fileprivate func begin(_ loop: Loop) { entries.withLock { $0[loop.name] = Entry(loop: loop, last: uptime()) } }

    /// Forgets a loop that ends with the console.
    fileprivate func forget(_ loop: Loop) { entries.withLock { $0[loop.name] = nil } }

    fileprivate func end(_ loop: Loop, _ error: (any Error)?) {
        entries.withLock { entries in
            entries[loop.name]?.hasEnded = true
            entries[loop.name]?.error = error.map { "\($0)" }
        }
    }

    fileprivate func beat(_ name: String, isWaiting: Bool) {
        let now = uptime()
        entries.withLock { entries in
            entries[name]?.last = now
            entries[name]?.isWaiting = isWaiting
        }
    }

    /// Whose round the running task is part of.
    fileprivate struct Round: Sendable {
        var board: LoopBoard
        var name: String
    }

    @TaskLocal fileprivate static var round: Round?

    /// Notes that the loop that the running task belongs to goes on; without one it does nothing.
    static func beat() { round.map { $0.board.beat($0.name, isWaiting: false) } }

    /// Notes that it waits for what someone else does, which may last.
    static func waiting<Result: Sendable>(_ body: () async throws -> Result) async rethrows -> Result {
        guard let round else { return try await body() }
        round.board.beat(round.name, isWaiting: true)
        defer { round.board.beat(round.name, isWaiting: false) }
        return try await body()
    }
}

/// A loop of which it is known whether it comes round, and when it ended.
struct WatchedLoop: Service {
    let loop: Loop
    let service: any Service
    let board: LoopBoard

    func run() async throws {
        board.begin(loop)
        do {
            try await LoopBoard.$round.withValue(LoopBoard.Round(board: board, name: loop.name)) {
                try await service.run()
            }
        } catch {
            board.end(loop, error)
            throw error
        }
        if Task.isCancelled || Task.isShuttingDownGracefully { board.forget(loop) } else { board.end(loop, nil) }
    }
}
