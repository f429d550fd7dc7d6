import Synchronization

/// One page at a time of all that read the past from its beginning on: replays and exports.
///
/// Each page is built by itself, however many readers ask, so that the answers to others wait for one page and not for
/// one of each reader.
final class PageTurns: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many readers wait for their turn.
    var waiting: Int { state.withLock(\.waiting.count) }

    /// Builds a page when all that asked before have built theirs.
    func run<Page: Sendable>(_ page: () async throws -> Page) async rethrows -> Page {
        await take()
        defer { give() }
        return try await page()
    }

    private func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.isTaken {
                    state.waiting.append(continuation)
                    return false
                }
                state.isTaken = true
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
