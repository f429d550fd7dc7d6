import Testing

@testable import Agent

@Suite struct TokenBucketTests {
    @Test func `a supply is used up, waited for and full again`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(.init(burst: 10, perSecond: 5), at: start)
        #expect(bucket.take(10, at: start, patience: .zero) == .zero)
        #expect(bucket.take(1, at: start, patience: .zero) == nil)
        #expect(bucket.take(5, at: start, patience: .seconds(1)) == .seconds(1))
        // Whoever comes later waits behind.
        #expect(bucket.take(5, at: start, patience: .seconds(1)) == nil)
        #expect(bucket.take(5, at: start, patience: .seconds(2)) == .seconds(2))
        #expect(bucket.take(10, at: start + .seconds(100), patience: .zero) == .zero)
        #expect(bucket.take(1, at: start + .seconds(100), patience: .zero) == nil)
    }

    @Test func `a refusal takes nothing`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(.init(burst: 10, perSecond: 1), at: start)
        for _ in 0..<100 { #expect(bucket.take(1000, at: start, patience: .seconds(1)) == nil) }
        #expect(bucket.take(10, at: start, patience: .zero) == .zero)
    }
}
