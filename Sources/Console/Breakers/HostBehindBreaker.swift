import Fail2ban
import Host

/// A host that is not asked while it does not answer: who asks is told so at once.
///
/// What only reads the daemon's files goes through; its signs of life go through and tell the breaker.
struct HostBehindBreaker: Host {
    let real: any Host
    let breaker: Breaker

    var id: HostID { real.id }
    var executor: (any TaskExecutor)? { real.executor }
    var clientOptions: ClientOptions { real.clientOptions }

    func ping(deadline: Duration) async throws(HostError) {
        do throws(HostError) {
            try await real.ping(deadline: deadline)
            breaker.note(sign: nil)
        } catch {
            if !Task.isCancelled, error != .closed { breaker.note(sign: .host(error)) }
            throw error
        }
    }

    func daemon() async throws(HostError) -> DaemonInfo {
        try await look { () async throws(HostError) in try await real.daemon() }
    }

    func counters() async throws(HostError) -> [JailCounters] {
        try await look { () async throws(HostError) in try await real.counters() }
    }

    func settings(of jail: JailName) async throws(HostError) -> JailSettings {
        try await look { () async throws(HostError) in try await real.settings(of: jail) }
    }

    func sight(of jail: JailName) async throws(HostError) -> JailSight {
        try await look { () async throws(HostError) in try await real.sight(of: jail) }
    }

    func firewall(of jail: JailName) async throws(HostError) -> JailFirewall {
        try await look { () async throws(HostError) in try await real.firewall(of: jail) }
    }

    func banTime(of jail: JailName) async throws(HostError) -> BanTime {
        try await look { () async throws(HostError) in try await real.banTime(of: jail) }
    }

    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot {
        try await ask { () async throws(HostError) in try await real.bans(in: jail) }
    }

    func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        try await look { () async throws(HostError) in try await real.isBanned(ids, in: jail) }
    }

    func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        try await ask { () async throws(HostError) in try await real.ban(ids, in: jail) }
    }

    func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        try await ask { () async throws(HostError) in try await real.unban(ids, in: jail) }
    }

    func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings {
        try await ask { () async throws(HostError) in try await real.change(change, in: jail) }
    }

    func stop(_ jail: JailName) async throws(HostError) {
        try await ask { () async throws(HostError) in try await real.stop(jail) }
    }

    func start(_ jail: JailName) async throws(HostError) {
        try await ask { () async throws(HostError) in try await real.start(jail) }
    }

    func reload(_ jail: JailName) async throws(HostError) {
        try await ask { () async throws(HostError) in try await real.reload(jail) }
    }

    func startDaemon() async throws(HostError) { try await real.startDaemon() }

    func protectedNetworks() async -> [ProtectedNetwork] { await real.protectedNetworks() }

    func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        try await real.log(after: positions, limit: limit)
    }

    func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        await real.waitForLog(beyond: positions, atMost: limit)
    }

    func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan] {
        try await real.recordedBans(since: moment, limit: limit)
    }

    func standingBans(of ids: [BanID], in jail: JailName) async throws(HostError) -> [BanID: StandingBan]? {
        try await real.standingBans(of: ids, in: jail)
    }

    func blindSpots() async throws(HostError) -> [BlindSpot] { try await real.blindSpots() }

    func close() async { await real.close() }

    /// Asks for something that the daemon answers at once where it is well.
    private func look<Result: Sendable>(
        _ body: () async throws(HostError) -> Result
    ) async throws(HostError) -> Result {
        try await ask(isWork: false, body)
    }

    private func ask<Result: Sendable>(
        isWork: Bool = true, _ body: () async throws(HostError) -> Result
    ) async throws(HostError) -> Result {
        let permit: Breaker.Permit
        do throws(BreakerRefusal) {
            permit = try breaker.admit(isWork: isWork)
        } catch {
            throw error.cause.ofCallNotMade
        }
        do throws(HostError) {
            let result = try await body()
            // How long a command takes is up to the firewall and to how many bans there are.
            breaker.report(permit, .success, mayTakeLong: true)
            return result
        } catch {
            breaker.report(permit, error.outcome, mayTakeLong: true)
            throw error
        }
    }
}

extension BreakerCause {
    /// Why a command was not sent: what became of the last that was does not tell of this one.
    fileprivate var ofCallNotMade: HostError {
        switch self {
        case .host(.unknownOutcome), .slow, .store, .other: .timedOut
        case .host(let error): error
        }
    }
}

extension HostError {
    /// What the error tells of the way to the daemon: one that refuses is well.
    fileprivate var outcome: BreakerOutcome {
        // A command that was called off ends like one without an answer.
        if Task.isCancelled { return .nothing }
        return switch self {
        case .unreachable, .timedOut, .busy, .unknownOutcome, .agent: .failure(.host(self))
        case .noSuchJail, .refused, .protocolViolation, .unreadable, .notAllowed: .success
        case .closed: .nothing
        }
    }
}
