import Testing

@testable import Console

struct ChangePaceTests {
    private final class Watch: Sendable {
        nonisolated(unsafe) var moment: Int64 = 1_000
    }

    @Test func `so many are free at once, then one in a while, for each by itself`() {
        let watch = Watch()
        let pace = ChangePace(burst: 3, period: 10) { watch.moment }
        for _ in 0..<3 { #expect(pace.take(1) == nil) }
        #expect(pace.take(1) == 10)
        #expect(pace.take(2) == nil, "another has its own")
        watch.moment += 9
        #expect(pace.take(1) == 1)
        watch.moment += 1
        #expect(pace.take(1) == nil)
        #expect(pace.take(1) == 10)
        watch.moment += 1_000
        for _ in 0..<3 { #expect(pace.take(1) == nil) }
        #expect(pace.take(1) == 10, "what was not used is not saved up")
    }

    @Test func `a clock that is set back keeps nobody out for longer than all that can be owed`() {
        let watch = Watch()
        let pace = ChangePace(burst: 3, period: 10) { watch.moment }
        for _ in 0..<3 { _ = pace.take(1) }
        watch.moment = 0
        #expect(pace.take(1) == 10)
    }

    @Test func `memory is bounded, and whoever owes most is remembered longest`() {
        let watch = Watch()
        let pace = ChangePace(burst: 2, period: 10, capacity: 3) { watch.moment }
        for _ in 0..<2 { _ = pace.take(1) }
        for key in Int64(2)...100 { #expect(pace.take(key) == nil) }
        #expect(pace.take(1) == 10)
    }
}
