import Fail2ban
import Host
import Testing

@testable import Console

@Suite struct SettlingJailsTests {
    private let start = ContinuousClock.now

    private func counters(_ banned: Int) -> [JailCounters] {
        [JailCounters(name: one, failing: 0, totalFailed: 0, banned: banned, totalBanned: banned)]
    }

    @Test func `a jail settles when its bans stand still, once`() {
        let jails = Watched()
        #expect(jails.note(counters(1), at: start) == [])
        #expect(jails.note(counters(2), at: start + .seconds(2)) == [])
        #expect(jails.note(counters(2), at: start + .seconds(3)) == [])
        #expect(jails.note(counters(2), at: start + .seconds(4)) == [one])
        #expect(jails.note(counters(3), at: start + .seconds(5)) == [])
        #expect(jails.settled == [one])
    }

    @Test func `a jail that never stands still settles after a minute`() {
        let jails = Watched()
        for second in 0..<60 { #expect(jails.note(counters(second), at: start + .seconds(second)) == []) }
        #expect(jails.note(counters(60), at: start + .seconds(60)) == [one])
    }

    @Test func `only a jail that came back while BanGUI watched is judged as such, once`() {
        let jails = Watched()
        _ = jails.note(counters(1), at: start)
        #expect(!jails.judge(one))
        _ = jails.note([], at: start + .seconds(1))
        #expect(jails.settled == [])
        _ = jails.note(counters(1), at: start + .seconds(2))
        #expect(jails.judge(one))
        #expect(!jails.judge(one))
        jails.beginAgain()
        #expect(jails.settled == [])
        _ = jails.note(counters(1), at: start + .seconds(3))
        #expect(jails.judge(one))
    }

    @Test func `a jail whose count of bans begins anew came back between two looks`() {
        let jails = Watched()
        _ = jails.note(counters(3), at: start)
        #expect(jails.note(counters(3), at: start + .seconds(2)) == [one])
        #expect(!jails.judge(one))
        _ = jails.note(counters(2), at: start + .seconds(3))
        #expect(jails.settled == [])
        #expect(jails.note(counters(2), at: start + .seconds(5)) == [one])
        #expect(jails.judge(one))
    }
}

/// `#expect` takes no mutating calls.
private final class Watched {
    private var jails = SettlingJails()

    var settled: Set<JailName> { jails.settled }
    func note(_ counters: [JailCounters], at now: ContinuousClock.Instant) -> [JailName] {
        jails.note(counters, at: now)
    }
    func judge(_ jail: JailName) -> Bool { jails.judge(jail) }
    func beginAgain() { jails.beginAgain() }
}
