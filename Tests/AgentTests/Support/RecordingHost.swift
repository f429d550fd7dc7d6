import Fail2ban
import Host
import Synchronization

/// A host that does nothing but keep what it was asked, and answers as a test wants it to.
final class RecordingHost: Host {
    private let held = Mutex<[String]>([])
    /// Bans that a list tells of.
    let listed: Int
    /// How long a change takes.
    let delay: Duration
    let id = HostID.local

    init(listed: Int = 0, delay: Duration = .zero) {
        self.listed = listed
        self.delay = delay
    }

    /// What was asked, in order.
    var asked: [String] { held.withLock { $0 } }
    var changes: [String] { asked.filter { $0.hasPrefix("change ") } }

    private func note(_ words: String) { held.withLock { $0.append(words) } }

    private func change(_ words: String) async {
        note("change " + words)
        if delay > .zero { try? await Task.sleep(for: delay) }
    }

    func ping(deadline: Duration) async throws(HostError) { note("ping") }
    func daemon() async throws(HostError) -> DaemonInfo {
        note("daemon")
        return DaemonInfo(
            version: Fail2banVersion("1.1.0"), startedAt: 1, databasePath: nil, databaseReadable: false, purgeAge: nil,
            logTarget: "STDOUT", logLevel: "INFO")
    }
    func counters() async throws(HostError) -> [JailCounters] {
        note("counters")
        return []
    }
    func settings(of jail: JailName) async throws(HostError) -> JailSettings {
        note("settings \(jail)")
        return JailSettings(name: jail, banTime: .permanent, findTime: 1, maxRetry: 1, ignored: ["192.0.2.0/24"])
    }
    func banTime(of jail: JailName) async throws(HostError) -> BanTime {
        note("banTime \(jail)")
        return .permanent
    }
    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot {
        note("bans \(jail)")
        return Self.snapshot(listed, in: jail)
    }
    func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        note("isBanned \(ids.count) \(jail)")
        return ids.map { _ in false }
    }
    func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        await change("ban \(ids.map(\.text)) \(jail)")
        return BanReport(newlyBanned: ids.count)
    }
    func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        await change("unban \(ids.map(\.text)) \(jail)")
        return ids.count
    }
    func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        await self.change("\(change) \(jail)")
        return try await settings(of: jail)
    }
    func stop(_ jail: JailName) async throws(HostError) { await change("stop \(jail)") }
    func start(_ jail: JailName) async throws(HostError) { await change("start \(jail)") }
    func reload(_ jail: JailName) async throws(HostError) { await change("reload \(jail)") }
    func startDaemon() async throws(HostError) { await change("startDaemon") }
    func protectedNetworks() async -> [ProtectedNetwork] { [] }
    func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        note("log")
        return LogReading(observations: [], positions: positions, remaining: 0)
    }
    func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        note("wait")
        try? await Task.sleep(for: limit)
    }
    func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan] { [] }
    func standingBans(of ids: [BanID], in jail: JailName) async throws(HostError) -> [BanID: StandingBan]? { nil }
    func blindSpots() async throws(HostError) -> [BlindSpot] { [] }
    func close() async {}

    /// A jail with so many bans, each with its times.
    static func snapshot(_ count: Int, in jail: JailName) -> BanSnapshot {
        BanSnapshot(
            jail: jail,
            bans: (0..<count).map { number in
                HostBan(
                    id: BanID(reading: "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"),
                    bannedAt: 1_795_000_000 + Int64(number), time: .seconds(600), count: 1)
            })
    }
}
