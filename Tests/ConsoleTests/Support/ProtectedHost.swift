import Fail2ban
import Host

/// A real host with protected networks of a test's own: the machine that tests run on may have any address.
struct ProtectedHost: Host {
    let inner: LocalHost
    let networks: [ProtectedNetwork]

    init(_ inner: LocalHost, _ networks: [ProtectedNetwork]) {
        self.inner = inner
        self.networks = networks
    }

    var id: HostID { inner.id }
    func protectedNetworks() async -> [ProtectedNetwork] { networks }

    func ping(deadline: Duration) async throws(HostError) { try await inner.ping(deadline: deadline) }
    func daemon() async throws(HostError) -> DaemonInfo { try await inner.daemon() }
    func counters() async throws(HostError) -> [JailCounters] { try await inner.counters() }
    func sight(of jail: JailName) async throws(HostError) -> JailSight { try await inner.sight(of: jail) }
    func firewall(of jail: JailName) async throws(HostError) -> JailFirewall { try await inner.firewall(of: jail) }
    func banTime(of jail: JailName) async throws(HostError) -> BanTime { try await inner.banTime(of: jail) }
    func settings(of jail: JailName) async throws(HostError) -> JailSettings { try await inner.settings(of: jail) }
    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot { try await inner.bans(in: jail) }
    func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        try await inner.isBanned(ids, in: jail)
    }
    func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        try await inner.ban(ids, in: jail)
    }
    func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        try await inner.unban(ids, in: jail)
    }
    func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        try await inner.change(change, in: jail)
    }
    func stop(_ jail: JailName) async throws(HostError) { try await inner.stop(jail) }
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
