import Agent
import Fail2ban
import Host
import Logging
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A private daemon's host reached in both ways at once: here, and through a real agent on a socket of its own.
///
/// What is read is asked both ways, and both must say the same; what changes something goes through the agent, which has a
/// `LocalHost` do it. So each test of the one is a test of the other.
final class TwoWayHost: Host {
    private let local: LocalHost
    private let remote: AgentHost
    private let server: AgentServer
    private let folder: TemporaryFolder

    init(_ fail2ban: RealFail2ban, journal: JournalProgram? = nil) async throws {
        local = LocalHost(fail2ban, journal: journal)
        folder = try TemporaryFolder()
        let logger = Logger(label: "agent") { _ in SwiftLogNoOpLogHandler() }
        var configuration = AgentConfiguration()
        configuration.socket = folder.file("agent.sock")
        configuration.users = [getuid()]
        configuration.group = getgid()
        server = AgentServer(
            configuration, host: LocalHost(fail2ban, journal: journal), version: "test", logger: logger)
        try await server.start()
        remote = AgentHost(path: configuration.socket, logger: logger)
    }

    var id: HostID { local.id }
    var clientOptions: ClientOptions { local.clientOptions }

    func close() async {
        await local.close()
        await remote.close()
        await server.stop()
    }

    /// What the agent gives, once both give the same: the daemon may have gone on between two questions.
    private func both<Value: Sendable>(
        _ operation: String, _ isSame: @escaping (Value, Value) -> Bool,
        _ ask: (any Host) async throws(HostError) -> Value
    ) async throws(HostError) -> Value {
        var told: Result<Value, HostError> = .failure(.closed)
        var here: Result<Value, HostError> = .failure(.closed)
        for _ in 0..<20 {
            here = await Self.outcome { () throws(HostError) in try await ask(local) }
            told = await Self.outcome { () throws(HostError) in try await ask(remote) }
            switch (here, told) {
            case (.success(let left), .success(let right)): if isSame(left, right) { return right }
            case (.failure(let left), .failure(let right)): if left == right { throw right }
            default: break
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(operation): here \(here), through the agent \(told)")
        return try told.get()
    }

    private func both<Value: Equatable & Sendable>(
        _ operation: String, _ ask: (any Host) async throws(HostError) -> Value
    ) async throws(HostError) -> Value {
        try await both(operation, ==, ask)
    }

    private static func outcome<Value>(
        _ body: () async throws(HostError) -> Value
    ) async -> Result<Value, HostError> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

// MARK: Asked both ways

extension TwoWayHost {
    func daemon() async throws(HostError) -> DaemonInfo {
        try await both("daemon") { host throws(HostError) in try await host.daemon() }
    }
    func counters() async throws(HostError) -> [JailCounters] {
        try await both("counters") { host throws(HostError) in try await host.counters() }
    }
    func settings(of jail: JailName) async throws(HostError) -> JailSettings {
        try await both("settings") { host throws(HostError) in try await host.settings(of: jail) }
    }
    func sight(of jail: JailName) async throws(HostError) -> JailSight {
        try await both("sight") { host throws(HostError) in try await host.sight(of: jail) }
    }
    func firewall(of jail: JailName) async throws(HostError) -> JailFirewall {
        try await both("firewall") { host throws(HostError) in try await host.firewall(of: jail) }
    }
    func banTime(of jail: JailName) async throws(HostError) -> BanTime {
        try await both("banTime") { host throws(HostError) in try await host.banTime(of: jail) }
    }
    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot {
        try await both("bans") { host throws(HostError) in try await host.bans(in: jail) }
    }
    func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        try await both("isBanned") { host throws(HostError) in try await host.isBanned(ids, in: jail) }
    }
    func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan] {
        try await both("recordedBans") { host throws(HostError) in
            try await host.recordedBans(since: moment, limit: limit)
        }
    }
    func standingBans(of ids: [BanID], in jail: JailName) async throws(HostError) -> [BanID: StandingBan]? {
        try await both("standingBans") { host throws(HostError) in try await host.standingBans(of: ids, in: jail) }
    }
    func blindSpots() async throws(HostError) -> [BlindSpot] {
        try await both("blindSpots") { host throws(HostError) in try await host.blindSpots() }
    }
    func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        try await both("log", Self.isSame) { host throws(HostError) in
            try await host.log(after: positions, limit: limit)
        }
    }
    func protectedNetworks() async -> [ProtectedNetwork] { await remote.protectedNetworks() }

    private static func isSame(_ left: LogReading, _ right: LogReading) -> Bool {
        left.observations == right.observations && Set(left.positions) == Set(right.positions)
            && left.generations == right.generations && Set(left.vanished) == Set(right.vanished)
            && left.remaining == right.remaining
    }
}

// MARK: Asked through the agent

extension TwoWayHost {
    func ping(deadline: Duration) async throws(HostError) { try await remote.ping(deadline: deadline) }
    func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        try await remote.ban(ids, in: jail)
    }
    func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        try await remote.unban(ids, in: jail)
    }
    func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        try await remote.change(change, in: jail)
    }
    func startDaemon() async throws(HostError) { try await remote.startDaemon() }
    func stop(_ jail: JailName) async throws(HostError) { try await remote.stop(jail) }
    func start(_ jail: JailName) async throws(HostError) { try await remote.start(jail) }
    func reload(_ jail: JailName) async throws(HostError) { try await remote.reload(jail) }
    func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        await remote.waitForLog(beyond: positions, atMost: limit)
    }
}
