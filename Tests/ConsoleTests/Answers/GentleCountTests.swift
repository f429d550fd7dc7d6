import TestSupport
import Testing

@testable import Console

/// What is counted in parts, of which none is left out and none counted twice.
@Suite struct GentleCountTests {
    @Test func `each part is counted once, in order`() async throws {
        var counted: [Int] = []
        try await GentleCount.forEach(Array(0..<50)) { counted.append($0) }
        #expect(counted == Array(0..<50))
        try await GentleCount.forEach([Int]()) { counted.append($0) }
        #expect(counted.count == 50)
    }

    @Test func `what takes long is rested after`() async throws {
        var worked = Duration.zero
        let began = ContinuousClock.now
        try await GentleCount.forEach([1, 2, 3, 4]) { _ in
            let start = ContinuousClock.now
            try await Task.sleep(for: .milliseconds(70))
            worked += .now - start
        }
        // After each but the last.
        #expect(.now - began > worked + worked / 2)
    }

    @Test func `a fault ends it`() async throws {
        struct Fault: Error {}
        var parts = 0
        await #expect(throws: Fault.self) {
            try await GentleCount.forEach([1, 2, 3]) { _ in
                parts += 1
                throw Fault()
            }
        }
        #expect(parts == 1)
    }
}
