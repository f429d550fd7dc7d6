import Fail2ban
import Host
import Synchronization

/// A real host that notes how many lists were asked for.
final class CountingHost: Host {
    private let inner: ProtectedHost
    private let taken = Mutex(0)

    private let onList: @Sendable () -> Void

    /// - Parameter onList: called for each list.
    init(_ inner: ProtectedHost, onList: @escaping @Sendable () -> Void = {}) {
        self.inner = inner
        self.onList = onList
    }

    /// How many lists were asked for.
    var lists: Int { taken.withLock { $0 } }
    var id: HostID { inner.id }

    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot {
        taken.withLock { $0 += 1 }
        onList()
        return try await inner.bans(in: jail)
    }

    func protectedNetworks() async -> [ProtectedNetwork] { await inner.protectedNetworks() }
    func ping(deadline: Duration) async throws(HostError) { try await inner.ping(deadline: deadline) }
    func daemon() async throws(HostError) -> DaemonInfo { try await inner.daemon() }
    func counters() async throws(HostError) -> [JailCounters] { try await inner.counters() }
    func banTime(of jail: JailName) async throws(HostError) -> BanTime { try await inner.banTime(of: jail) }
    func settings(of jail: JailName) async throws(HostError) -> JailSettings { try await inner.settings(of: jail) }
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
