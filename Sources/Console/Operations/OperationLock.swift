import Host
import Storage
import Synchronization

/// Lets one operation at a time through, in the order of their asking.
///
/// An actor would let a second one in at the first suspension; what a person does to a ban must see it at rest.
/// Where one waited in vain for the database or for fail2ban, those behind it would do the same one after the other:
/// they are told so with it, and nothing of theirs was begun.
final class OperationLock: Sendable {
    private struct State {
        var isHeld = false
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var last = 0
    }

    private let state = Mutex(State())

    /// How many wait.
    var inLine: Int { state.withLock { $0.waiting.count } }

    /// Runs `body` when every operation that asked before has ended.
    ///
    /// - Parameter patience: how long it waits for that at most; nil for as long as it takes.
    /// - Throws: what `body` throws; without running it, what one before it threw that waited in vain, and `HostError.busy`
    ///   where its patience is at an end.
    func whileHeld<Result: Sendable>(
        patience: Duration? = nil, _ body: () async throws -> Result
    ) async throws -> Result {
        try await LoopBoard.waiting { try await acquire(patience) }
        do {
            let result = try await body()
            release()
            return result
        } catch {
            Self.isForAll(error) ? refuseAll(error) : release()
            throw error
        }
    }

    /// Whether an error came only after a wait that whoever follows would have as well.
    private static func isForAll(_ error: any Error) -> Bool {
        switch error {
        case StorageError.busy, StorageError.unreachable, HostError.timedOut, OperationError.host(.timedOut): true
        default: false
        }
    }

    private func acquire(_ patience: Duration?) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let number: Int? = state.withLock { state in
                guard state.isHeld else {
                    state.isHeld = true
                    return nil
                }
                state.last += 1
                state.waiting.append((state.last, continuation))
                return state.last
            }
            guard let number else { return continuation.resume() }
            if let patience { leave(number, after: patience) }
        }
    }

    /// Sends one away that waits still when the time is over.
    private func leave(_ number: Int, after patience: Duration) {
        Task { [weak self] in
            try? await Task.sleep(for: patience)
            let continuation = self?.state.withLock { state in
                state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
            }
            continuation?.resume(throwing: HostError.busy)
        }
    }

    private func release() {
        let next: CheckedContinuation<Void, any Error>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isHeld = false
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    private func refuseAll(_ error: any Error) {
        let waiting = state.withLock { state in
            defer { (state.isHeld, state.waiting) = (false, []) }
            return state.waiting
        }
        for (_, continuation) in waiting { continuation.resume(throwing: error) }
    }
}
