import Synchronization
import Testing

@testable import Console

@Suite struct OperationLockTests {
    private struct Failure: Error {}

    @Test func `one at a time, and a failure lets the next one in`() async {
        let lock = OperationLock()
        let inside = Mutex((now: 0, most: 0, done: 0))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try? await lock.whileHeld {
                        inside.withLock { state in
                            state.now += 1
                            state.most = max(state.most, state.now)
                        }
                        await Task.yield()
                        inside.withLock { state in
                            state.now -= 1
                            state.done += 1
                        }
                        if number.isMultiple(of: 7) { throw Failure() }
                    }
                }
            }
        }
        #expect(inside.withLock { $0.most } == 1)
        #expect(inside.withLock { $0.done } == 50)
    }
}
