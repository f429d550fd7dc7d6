import Synchronization
import Testing

@testable import Console

@Suite struct OperationLockTests {
    private struct Failure: Error {}

    private final class Inside: Sendable {
        private let state = Mutex((now: 0, most: 0, done: 0))

        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }
        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }
        func leave() {
            state.withLock { state in
                state.now -= 1
                state.done += 1
            }
        }
    }

    @Test func `one at a time, and a failure lets the next one in`() async {
        let lock = OperationLock()
        let inside = Inside()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try? await lock.whileHeld {
                        inside.enter()
                        await Task.yield()
                        inside.leave()
                        if number.isMultiple(of: 7) { throw Failure() }
                    }
                }
            }
        }
        #expect(inside.most == 1)
        #expect(inside.done == 50)
    }
}
