import Fail2ban
import Host
import Logging
import Storage
import TestSupport
import Synchronization
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct MirrorTests {
    /// Half of what happens goes through BanGUI and half past it; after each burst the mirror is what the daemon says.
    /// Bans of `two` end meanwhile; none of them is to last longer, so that the jail comes to rest for the comparison.
    @Test(.serialized, arguments: Fail2banRelease.all, isLong ? Array(1...8) : [1])
    func `the mirror equals the daemon after any sequence of changes`(
        release: Fail2banRelease, seed: UInt64
    ) async throws {
        let jails = [TestJail("one", ["bantime": "600"]), TestJail("two", ["bantime": "5"])]
        let world = try await GuardedWorld.start(jails, release: release)
        try await world.settle()
        var random = SeededGenerator(seed: seed)
        for burst in 0..<(isLong ? 30 : 6) {
            for _ in 0..<5 { try await Self.change(world, &random) }
            if burst % 3 == 2 { try await Self.upheaval(world, &random) }
            for jail in ["one", "two"] where world.guarding.board.runs(JailName(existing: jail)) {
                let isEqual = try await world.looks {
                    try await world.mirrored(jail) == world.banned(jail)
                }
                #expect(isEqual, "seed \(seed), burst \(burst), \(jail)")
            }
        }
    }

    private static func change(_ world: GuardedWorld, _ random: inout SeededGenerator) async throws {
        let ids = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            ["192.0.2.\(Int.random(in: 1...20, using: &random))", "2001:db8::\(Int.random(in: 1...5, using: &random))"]
                .randomElement(using: &random)!
        }
        let jail = ["one", "two"].randomElement(using: &random)!
        guard world.guarding.board.runs(JailName(existing: jail)) else { return }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: try await world.ban(ids, in: [jail])
        case 1 where jail == "one":
            try await world.ban(ids, in: [jail], for: ["1", "1h", "-1"].randomElement(using: &random))
        case 1: try await world.ban(ids, in: [jail], for: "2")
        case 2: try await world.unban(ids, in: [jail])
        case 3, 4: try world.fail2ban.client(["set", jail, "banip"] + ids)
        default: try world.fail2ban.client(["set", jail, "unbanip"] + ids)
        }
    }

    private static func upheaval(_ world: GuardedWorld, _ random: inout SeededGenerator) async throws {
        let two = JailName(existing: "two")
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where world.guarding.board.runs(two): _ = try await world.jails.stop(two, by: .ada)
        case 1: _ = try await world.jails.start(two, by: .ada)
        case 2: try world.fail2ban.client(["reload", "--restart", "one"])
        case 3: try await world.fail2ban.restart()
        default:
            world.fail2ban.kill9()
            try await world.fail2ban.launch()
        }
        _ = await world.looks { world.guarding.board.runs(one) }
    }

    @Test(arguments: Fail2banRelease.all) func `bans of a jail that goes are gone with it, and come back with it`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(release: release)
        try await world.ban(["192.0.2.1"], in: ["one", "two"])
        try await world.expectOnRecord("192.0.2.1")
        try world.fail2ban.client(["stop", "one"])
        await world.look()
        #expect(try await world.mirrored() == [])
        #expect(try await world.mirrored("two") == ["192.0.2.1"])
        #expect(world.guarding.board.status.jails.map(\.name.text) == ["two"])
        try world.fail2ban.client(["reload", "--if-exists", "one"])
        #expect(try await world.looks { try await world.mirrored() == ["192.0.2.1"] })
    }

    @Test(arguments: Fail2banRelease.all) func `a jail named like a keyword of fail2ban does not hold up the others`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(release: release)
        // Only by hand such a jail can be made: in a configuration the keyword takes its settings.
        try world.fail2ban.client(["add", "dbfile", "polling"])
        try world.fail2ban.client(["start", "dbfile"])
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.1"])
        #expect(try await world.looks { try await world.mirrored() == ["192.0.2.1"] })
        #expect(world.guarding.board.runs(JailName(existing: "dbfile")))
        await #expect(throws: HostError.self) { try await world.ban(["192.0.2.1"], in: ["dbfile"]) }
        let keyword = JailName(existing: "dbfile")
        await #expect(throws: HostError.self) {
            try await world.jails.change(.maxRetry(2), of: keyword, by: .ada)
        }
        await #expect(throws: HostError.self) { try await world.jails.detail(keyword) }
        #expect(try await world.host.daemon().databasePath == world.fail2ban.databasePath)
    }

    @Test func `a large list is read for a twentieth of the time at most, and signs of life come meanwhile`()
        async throws
    {
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""])])
        let count = isLong ? 100_000 : 2_000
        for start in stride(from: 0, to: count, by: 500) {
            let ids = (start..<min(start + 500, count)).map {
                BanID(reading: "10.\($0 / 65_536).\($0 / 256 % 256).\($0 % 256)")
            }
            _ = try await world.host.ban(ids, in: one)
        }
        let isComplete = try await world.looks(within: isLong ? 300 : 60) {
            try await world.bans.page(BanFilter(), limit: 1, cursor: nil).total == count
        }
        #expect(isComplete)
        // A clock that stands still but for what the test says: each reading of a list takes a second.
        let clock = StoppedClock()
        let counting = CountingHost(ProtectedHost(LocalHost(world.fail2ban), [])) { clock.advance() }
        let guarding = Guarding(
            host: counting, database: world.database, policy: GuardPolicy(), pulse: Pulse(), now: world.clock.now,
            uptime: { clock.now }, newID: { "only" }, logger: .init(label: "test"))
        await guarding.mirror.look()
        #expect(counting.lists == 1)
        // While its list rests, a change is not worth another reading.
        for number in 0..<19 {
            try world.fail2ban.client(["set", "one", "banip", "192.0.2.\(number)"])
            clock.advance()
            await guarding.mirror.look()
            try await world.host.ping(deadline: .seconds(30))
        }
        #expect(counting.lists == 1)
        clock.advance()
        await guarding.mirror.look()
        #expect(counting.lists == 2)
    }

    @Test(arguments: Fail2banRelease.all)
    func `a change that the counters do not show is seen when the jail is distrusted`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(release: release)
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.1"])
        try await world.expectOnRecord("192.0.2.1")
        let before = try #require(try await world.entry("192.0.2.1"))
        _ = try await world.jails.change(.banTime(.seconds(7200)), of: one, by: .ada)
        await world.look()
        let after = try #require(try await world.entry("192.0.2.1"))
        guard case .at(let earlier) = before.end, case .at(let later) = after.end else {
            Issue.record("\(before.end), \(after.end)")
            return
        }
        #expect(abs(later - earlier - 6600) <= 1)
    }
}

/// A clock that moves only when it is told to, by a second.
private final class StoppedClock: Sendable {
    private let moment = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { moment.withLock { $0 } }
    func advance() { moment.withLock { $0 += .seconds(1) } }
}
