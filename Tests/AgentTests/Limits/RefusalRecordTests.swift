import Fail2ban
import Host
import TestSupport
import Testing

@testable import Agent

@Suite struct RefusalRecordTests {
    private let peer = Peer(user: 4001, process: 77)

    @Test func `refusals are told up to a bound, and those that were left out are counted`() {
        let log = AgentLog()
        let start = ContinuousClock.now
        let record = AgentRecord(log.logger, now: start)
        for _ in 0..<1000 { record.refused("why", of: peer, now: start) }
        #expect(log.refusals.count == 100)
        record.refused("why", of: peer, now: start + .seconds(2))
        #expect(log.refusals.count == 101)
        #expect(log.refusals.last == "warning refused pid=77 reason=why uid=4001 untold=900")
        record.refused("why", of: nil, now: start + .seconds(3))
        #expect(log.refusals.last == "warning refused reason=why")
    }

    @Test(.shows("ASVS-16.4.1")) func `a change names some of its ids, and nothing in it ends a line or hides`() {
        let log = AgentLog()
        let record = AgentRecord(log.logger)
        let ids = ["192.0.2.1", "a\nwarning refused", "\u{202e}x", "d", "e", "f", "g"].map { BanID(reading: $0) }
        record.done(.bans(.ban(ids, in: JailName(existing: "o\u{0}ne"))), for: peer, failure: nil)
        #expect(
            log.lines == [
                "notice bans.ban count=7 ids=192.0.2.1 a\\u{a}warning\\u{20}refused \\u{202e}x d e jail=o\\u{0}ne outcome=done "
                    + "pid=77 uid=4001"
            ])
        record.done(.jail(.change(.unignore("x\ny"), in: JailName(existing: "one"))), for: peer, failure: .timedOut)
        #expect(
            log.lines.last?.hasSuffix(#"change=unignore("x\u{5c}ny") jail=one outcome=timedOut pid=77 uid=4001"#)
                == true)
        #expect(AgentRecord.inert(String(repeating: "x", count: 300)).count == 201)
        record.done(.jail(.counters), for: peer, failure: nil)
        #expect(log.lines.last?.hasPrefix("debug jail.counters") == true)
        record.done(.daemon(.ping(milliseconds: 1)), for: peer, failure: nil)
        #expect(log.lines.count == 3)
    }

    @Test func `more connections than there are places are closed at once`() async throws {
        var limits = PeerLimits()
        limits.connections = 2
        let world = try await AgentWorld(RecordingHost(), limits: limits)
        let (first, second) = (RawClient(world.socket), RawClient(world.socket))
        #expect(try first?.greet() == true && second?.greet() == true)
        let third = try #require(RawClient(world.socket))
        #expect(third.isClosed())
        #expect(await eventually { world.log.refusals.contains { $0.contains("the agent has too many connections") } })
        await world.stop()
    }
}
