import Host
import Storage
import Synchronization
import TestSupport
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

    @Test(
        .shows("ABUSE-2", "ABUSE-12"),
        arguments: [StorageError.busy, HostError.timedOut, OperationError.host(.timedOut)] as [any Error])
    func `those behind one that waited in vain are told so with it, and later ones try anew`(error: any Error)
        async throws
    {
        let lock = OperationLock()
        let inside = Inside()
        let (holding, hold) = AsyncStream.makeStream(of: Void.self)
        let (going, go) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await lock.whileHeld {
                hold.finish()
                for await _ in going {}
                throw error
            }
        }
        for await _ in holding {}
        let behind = (0..<5).map { _ in
            Task { try await lock.whileHeld { inside.enter() } }
        }
        while lock.inLine < 5 { await Task.yield() }
        go.finish()
        await #expect(throws: (any Error).self) { try await first.value }
        for each in behind { await #expect(throws: (any Error).self) { try await each.value } }
        #expect(inside.most == 0)
        try await lock.whileHeld { inside.enter() }
        #expect(inside.most == 1)
    }

    @Test(.shows("ABUSE-2")) func `who has waited long enough is told so, and the others come in their order`()
        async throws
    {
        let lock = OperationLock()
        let inside = Inside()
        let (going, go) = AsyncStream.makeStream(of: Void.self)
        let (holding, hold) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await lock.whileHeld {
                hold.finish()
                for await _ in going {}
            }
        }
        for await _ in holding {}
        let patient = Task { try await lock.whileHeld { inside.enter() } }
        while lock.inLine < 1 { await Task.yield() }
        await #expect(throws: HostError.busy) {
            try await lock.whileHeld(patience: .milliseconds(50)) { inside.enter() }
        }
        #expect(lock.inLine == 1 && inside.most == 0)
        go.finish()
        try await first.value
        try await patient.value
        #expect(inside.most == 1)
        try await lock.whileHeld(patience: .milliseconds(50)) {}
    }
}
