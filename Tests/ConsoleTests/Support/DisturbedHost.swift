import Fail2ban
import Host
import Synchronization
import TestSupport

/// What happens to a daemon in the middle of a change, and how often changes were sent.
final class Disturbance: Sendable {
    typealias Act = @Sendable (RealFail2ban) -> Void

    private struct State {
        var fail2ban: RealFail2ban?
        var bans = 0
        var unbans = 0
    }

    let beforeBan: Act?
    let afterBan: Act?
    let beforeUnban: Act?
    let failure: HostError?
    let changeFailure: HostError?
    /// Where every change stops for good, as in a process that is killed there.
    let cut: Cut?
    private let state = Mutex(State())

    /// Before a change reaches the daemon, or after it.
    enum Cut { case before, after }

    init(
        beforeBan: Act? = nil, afterBan: Act? = nil, beforeUnban: Act? = nil, failingWith failure: HostError? = nil,
        changesFailWith changeFailure: HostError? = nil, cut: Cut? = nil
    ) {
        self.cut = cut
        self.beforeBan = beforeBan
        self.afterBan = afterBan
        self.beforeUnban = beforeUnban
        self.failure = failure
        self.changeFailure = changeFailure
    }

    var bans: Int { state.withLock { $0.bans } }
    var unbans: Int { state.withLock { $0.unbans } }

    /// The daemon, once it runs.
    var fail2ban: RealFail2ban? {
        get { state.withLock { $0.fail2ban } }
        set { state.withLock { $0.fail2ban = newValue } }
    }

    /// Stops for good where changes are cut there.
    func stop(_ place: Cut) async {
        while cut == place { try? await Task.sleep(for: .seconds(3600)) }
    }

    func countBan() { state.withLock { $0.bans += 1 } }
    func countUnban() { state.withLock { $0.unbans += 1 } }
    func run(_ act: Act?) { if let act, let fail2ban { act(fail2ban) } }
}

/// A real host whose daemon is disturbed in the middle of changes.
struct DisturbedHost: Host {
    let inner: ProtectedHost
    let disturbance: Disturbance

    init(_ inner: ProtectedHost, _ disturbance: Disturbance) {
        self.inner = inner
        self.disturbance = disturbance
    }

    var id: HostID { inner.id }

    func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        disturbance.countBan()
        disturbance.run(disturbance.beforeBan)
        await disturbance.stop(.before)
        let report = try await inner.ban(ids, in: jail)
        disturbance.run(disturbance.afterBan)
        await disturbance.stop(.after)
        if let failure = disturbance.failure { throw failure }
        return report
    }

    func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        disturbance.countUnban()
        disturbance.run(disturbance.beforeUnban)
        let count = try await inner.unban(ids, in: jail)
        await disturbance.stop(.after)
        return count
    }

    func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        await disturbance.stop(.before)
        let settings = try await inner.change(change, in: jail)
        await disturbance.stop(.after)
        if let failure = disturbance.changeFailure { throw failure }
        return settings
    }

    func protectedNetworks() async -> [ProtectedNetwork] { await inner.protectedNetworks() }
    func ping(deadline: Duration) async throws(HostError) { try await inner.ping(deadline: deadline) }
    func daemon() async throws(HostError) -> DaemonInfo { try await inner.daemon() }
    func counters() async throws(HostError) -> [JailCounters] { try await inner.counters() }
    func banTime(of jail: JailName) async throws(HostError) -> BanTime { try await inner.banTime(of: jail) }
    func settings(of jail: JailName) async throws(HostError) -> JailSettings { try await inner.settings(of: jail) }
    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot { try await inner.bans(in: jail) }
    func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        try await inner.isBanned(ids, in: jail)
    }
    func stop(_ jail: JailName) async throws(HostError) {
        try await inner.stop(jail)
        await disturbance.stop(.after)
    }
    func start(_ jail: JailName) async throws(HostError) { try await inner.start(jail) }
    func reload(_ jail: JailName) async throws(HostError) { try await inner.reload(jail) }
    func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        try await inner.log(after: positions, limit: limit)
    }
    func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        await inner.waitForLog(beyond: positions, atMost: limit)
    }
    func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan] {
        try await inner.recordedBans(since: moment, limit: limit)
    }
    func standingBans(of ids: [BanID], in jail: JailName) async throws(HostError) -> [BanID: StandingBan]? {
        try await inner.standingBans(of: ids, in: jail)
    }
    func blindSpots() async throws(HostError) -> [BlindSpot] { try await inner.blindSpots() }
    func close() async { await inner.close() }
}
