import Synchronization

/// Whether the console waits for its setup or is at work; it goes from the one to the other once, while it runs.
public final class ConsolePhase: Sendable {
    /// Where the console stands.
    public enum Phase: Sendable {
        /// There is no configured system yet.
        case setup(SetupDesk)
        case ready(ConsoleServices)
    }

    private struct State {
        var phase: Phase
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Starts in `phase`.
    public init(_ phase: Phase) {
        state = Mutex(State(phase: phase))
    }

    /// Where the console stands now.
    public var current: Phase { state.withLock { $0.phase } }

    /// The services, once setup is complete.
    public var services: ConsoleServices? {
        guard case .ready(let services) = current else { return nil }
        return services
    }

    /// Goes to work, and wakes who waited for it.
    public func begin(_ services: ConsoleServices) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            if case .ready = state.phase { return [] }
            state.phase = .ready(services)
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Waits until the console is at work; gives nil when the task is cancelled before.
    public func whenReady() async -> ConsoleServices? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if case .ready = state.phase { return true }
                    if Task.isCancelled { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for waiter in waiting { waiter.resume() }
        }
        return services
    }
}
