import Synchronization

/// A number that grows when what people look at has changed, and a way to wait for that.
///
/// Publishers never wait: they only count. A reader passes the number it has seen and sleeps until there is a newer.
public final class Pulse: Sendable {
    private struct State {
        var count = 1
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var isFinished = false
    }

    private let state = Mutex(State())

    /// Starts at 1.
    public init() {}

    /// The number now.
    public var count: Int { state.withLock { $0.count } }

    /// Whether the console is closing, so that nothing is worth waiting for.
    public var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Counts one change and wakes everyone who waits.
    public func beat() {
        wake { $0.count += 1 }
    }

    /// Wakes everyone who waits, now and from now on: the console is closing.
    public func finish() {
        wake { $0.isFinished = true }
    }

    /// Waits until the number differs from `seen`, at most for `limit`, and gives it; cancellation ends the wait.
    public func wait(beyond seen: Int, atMost limit: Duration) async -> Int {
        await Self.wait(forAnyOf: [(self, seen)], atMost: limit)
        return count
    }

    /// Waits until the number of one of them differs from what was seen of it, at most for `limit`.
    public static func wait(forAnyOf seen: [(pulse: Pulse, count: Int)], atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            for (pulse, count) in seen { group.addTask { await pulse.change(beyond: count) } }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    private func change(beyond seen: Int) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard state.count == seen, !state.isFinished, !Task.isCancelled else { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.resume()
        }
    }
}
