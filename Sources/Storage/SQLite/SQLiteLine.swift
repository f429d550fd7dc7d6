internal import Synchronization

/// Who waits for one of a few places, in their order, and nobody for longer than a while: a wait without an end would hold
/// a request for ever.
final class SQLiteLine: Sendable {
    private struct State {
        var free: Int
        var next = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let patience: Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - places: how many may be taken at the same time.
    ///   - patience: how long one waits for a place.
    init(places: Int, patience: Duration) {
        self.patience = patience
        state = Mutex(State(free: places))
    }

    /// Runs `body` in a place.
    ///
    /// - Throws: `StorageError.busy` where none was free in time, and what `body` throws.
    func run<Result>(_ body: () async throws -> Result) async throws -> Result {
        guard await take() else { throw StorageError.busy }
        defer { giveBack() }
        return try await body()
    }

    private func take() async -> Bool {
        let isFree = state.withLock { state in
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
        return isFree ? true : await wait()
    }

    private func wait() async -> Bool {
        await withCheckedContinuation { continuation in
            let number = state.withLock { state -> Int? in
                // A place may have become free meanwhile.
                guard state.free == 0 else {
                    state.free -= 1
                    return nil
                }
                state.next += 1
                state.waiting.append((state.next, continuation))
                return state.next
            }
            guard let number else { return continuation.resume(returning: true) }
            Task { [self] in
                try? await Task.sleep(for: patience)
                leave(number)
            }
        }
    }

    private func leave(_ number: Int) {
        let continuation = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
        }
        continuation?.resume(returning: false)
    }

    private func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
