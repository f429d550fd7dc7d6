import Host
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

    @Test func `a request that names many places in the log counts for many`() {
        var limits = PeerLimits()
        limits.requests = .init(burst: 32, perSecond: 1)
        limits.patience = .zero
        let start = ContinuousClock.now
        func wait(_ places: Int) -> AgentVerb {
            let place = LogPosition(generation: [1], device: 1, inode: 1, offset: 1, lastTime: nil)
            let places = LogPlaces(Array(repeating: place, count: places))
            return .log(.wait(beyond: places, milliseconds: 1))
        }
        let account = PeerAccount(limits, now: start)
        #expect(account.wait(for: wait(AgentLimits.positions), at: start) == .zero)
        #expect(account.wait(for: wait(AgentLimits.positions), at: start) == .zero)
        #expect(account.wait(for: wait(0), at: start) == nil)
        // A daily log of some months costs the console little.
        let other = PeerAccount(limits, now: start)
        for _ in 0..<16 { #expect(other.wait(for: wait(100), at: start) == .zero) }
    }
}
