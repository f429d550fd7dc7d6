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
        var waiting: [CheckedContinuation<Void, any Error>] = []
    }

    private let state = Mutex(State())

    /// How many wait.
    var inLine: Int { state.withLock { $0.waiting.count } }

    /// Runs `body` when every operation that asked before has ended.
    ///
    /// - Throws: what `body` throws; without running it, what one before it threw that waited in vain.
    func whileHeld<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await LoopBoard.waiting { try await acquire() }
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

    private func acquire() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isHeld else {
                    state.isHeld = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func release() {
        let next: CheckedContinuation<Void, any Error>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isHeld = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    private func refuseAll(_ error: any Error) {
        let waiting = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for each in waiting { each.resume(throwing: error) }
    }
}
