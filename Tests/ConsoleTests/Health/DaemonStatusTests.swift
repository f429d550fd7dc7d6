import Fail2ban
import Host
import Testing

@testable import Console

@Suite struct DaemonStatusTests {
    private static let stale = HostError.unreachable(.staleSocket(path: "/s"))

    @Test(arguments: [
        (HostError?.none, DaemonStatus.State.up), (stale, .down), (.unreachable(.notRunning(path: "/s")), .down),
        (.unreachable(.noPermission(path: "/s")), .down), (.timedOut, .hanging), (.busy, .hanging),
        (.unknownOutcome, .hanging), (.protocolViolation("x"), .hanging),
    ])
    func `an answer is up, no way to the daemon is down, anything else hangs`(
        _ failure: HostError?, _ state: DaemonStatus.State
    ) {
        var status = DaemonStatus(at: 100)
        let isNew = status.note(failure, at: 200)
        #expect(isNew)
        #expect(status.state == state)
        #expect(status.since == 200)
        #expect(status.cause == failure)
        #expect(status.isStale == (failure != nil))
    }

    @Test func `the same again is nothing new, another cause is, and keeps the time`() {
        var status = DaemonStatus(at: 100)
        let news = [
            status.note(.timedOut, at: 110), status.note(.timedOut, at: 120), status.note(.busy, at: 130),
            status.note(Self.stale, at: 140), status.note(nil, at: 150), status.note(nil, at: 160),
        ]
        #expect(news == [true, false, true, true, true, false])
        #expect(status.since == 150)
        #expect(status.cause == nil)
    }

    @Test func `a daemon whose queue is full hangs and is not down`() {
        var status = DaemonStatus(at: 100)
        _ = status.note(.timedOut, at: 110)
        _ = status.note(.unreachable(.saturated(path: "/f2b.sock")), at: 120)
        #expect(status.state == .hanging)
        #expect(status.since == 110)
    }

    @Test func `a jail that ran before a restart is awaited for a minute, any other is not`() throws {
        var status = DaemonStatus(at: 100)
        let (one, two, other) = (JailName(existing: "one"), JailName(existing: "two"), JailName(existing: "other"))
        _ = status.note(nil, at: 100)
        status.jails = [counters(one), counters(two)]
        #expect(!status.awaits(one, at: 101))
        _ = status.note(Self.stale, at: 110)
        #expect(!status.awaits(one, at: 111))
        _ = status.note(.timedOut, at: 200)
        _ = status.note(nil, at: 201)
        #expect(status.awaits(one, at: 201) && !status.awaits(other, at: 201))
        // It is lost once more, with the first of its jails.
        status.jails = [counters(one)]
        _ = status.note(Self.stale, at: 210)
        _ = status.note(nil, at: 220)
        #expect(status.awaits(one, at: 279) && status.awaits(two, at: 279))
        #expect(!status.awaits(two, at: 280) && !status.awaits(two, at: 100))
        // A jail that was gone for good before the next end is not.
        _ = status.note(Self.stale, at: 300)
        _ = status.note(nil, at: 310)
        #expect(status.awaits(one, at: 311) && !status.awaits(two, at: 311))
    }

    private func counters(_ jail: JailName) -> JailCounters {
        JailCounters(name: jail, failing: 0, totalFailed: 0, banned: 0, totalBanned: 0)
    }

    @Test func `a daemon that is up again is up since it started`() {
        var status = DaemonStatus(at: 100)
        status.daemon = DaemonInfo(
            version: Fail2banVersion("1.0.2"), startedAt: 42, databasePath: nil, databaseReadable: false,
            purgeAge: nil, logTarget: "STDOUT", logLevel: "INFO")
        _ = status.note(.timedOut, at: 110)
        _ = status.note(nil, at: 120)
        #expect(status.since == 42)
    }
}
