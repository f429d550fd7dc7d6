internal import Fail2ban
internal import Host
internal import Logging
internal import ServiceLifecycle
internal import Storage
internal import Synchronization

/// What was last found of the jails, for everyone to read at once.
public final class JailHealthBoard: Sendable {
    private let held = Mutex<JailHealth?>(nil)
    private let pulse: Pulse

    init(pulse: Pulse) { self.pulse = pulse }

    /// What was found last; nil before the first look.
    public var health: JailHealth? { held.withLock { $0 } }

    /// Takes in a look at some of the jails; of those that do not run any more nothing is kept.
    func note(
        _ findings: [JailFinding], of seen: [JailName], running: [JailName], at now: Int64,
        restoration: Restoration? = nil
    ) {
        let isNew = held.withLock { health in
            let before = health
            let since = Dictionary(
                (before?.findings ?? []).map { (Key($0), $0.since ?? now) }, uniquingKeysWith: { first, _ in first })
            let (fresh, alive) = (Set(seen), Set(running))
            var all = (before?.findings ?? []).filter { alive.contains($0.jail) && !fresh.contains($0.jail) }
            all += findings.map { finding in
                var finding = finding
                finding.since = since[Key(finding)] ?? now
                return finding
            }
            let known = Set(before?.seen ?? []).union(fresh).intersection(alive).sorted()
            let next = JailHealth(
                findings: JailHealth.ordered(all), seen: known, at: now, restoration: restoration)
            health = next
            return next.findings.map(Key.init) != before?.findings.map(Key.init) || before == nil
        }
        if isNew { pulse.beat() }
    }

    /// What makes a finding the same as one before; its numbers may change.
    private struct Key: Hashable {
        var jail: JailName
        var code: JailFinding.Code
        var status: DoctorFinding.Status

        init(_ finding: JailFinding) {
            jail = finding.jail
            code = finding.code
            status = finding.status
        }
    }
}

/// Looks at the jails over and over, so that one that guards nothing is known within a minute.
actor JailWatch: Service {
    /// Between two looks.
    static let interval: Duration = .seconds(15)
    /// Jails that are looked at in one round: each costs the daemon some thirty short questions.
    static let most = 25

    /// Every how many rounds the firewall is looked at, which takes programs.
    static let firewallRounds = 2

    private let host: any Host
    private let database: any Database
    private let board: JailHealthBoard
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private var memory = JailMemory()
    private var lookedAt: [JailName: Int64] = [:]
    private var startedAt: Int64?
    private var firewalls: [JailName: JailFirewall] = [:]
    private var rounds = 0
    /// How the daemon that started then put its bans back, and when that was asked last.
    private var restoration: (told: Restoration?, startedAt: Int64?, askedAt: Int64) = (nil, nil, .min)

    init(
        host: any Host, database: any Database, board: JailHealthBoard,
        now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.host = host
        self.database = database
        self.board = board
        self.now = now
        self.logger = logger
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                await self.look()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Looks once. While fail2ban does not answer, what was found last stays, and grows old.
    func look() async {
        do throws(HostError) {
            try await round()
        } catch {
            logger.debug("jails cannot be looked at", metadata: ["reason": "\(error)"])
        }
    }

    private func round() async throws(HostError) {
        let daemon = try await host.daemon()
        let counters = try await host.counters()
        if daemon.startedAt != startedAt { (memory, startedAt) = (JailMemory(), daemon.startedAt) }
        // Those that nobody looked at for the longest come first.
        let turn = counters.sorted { (lookedAt[$0.name] ?? 0, $0.name) < (lookedAt[$1.name] ?? 0, $1.name) }
            .prefix(Self.most)
        let hostText = host.id.text
        let failed = await failures(hostText, running: counters.map(\.name))
        let asksFirewall = rounds % Self.firewallRounds == 0 || counters.count > Self.most
        rounds += 1
        var scene = try await JailScene.look(
            at: Array(turn), of: host, daemon: daemon,
            notEnforced: failed,
            withFirewall: asksFirewall, now: now)
        for index in scene.jails.indices {
            let name = scene.jails[index].name
            if asksFirewall { firewalls[name] = scene.jails[index].firewall }
            scene.jails[index].firewall = firewalls[name]
        }
        memory.note(scene)
        let running = counters.map(\.name)
        memory.keep(Set(running))
        for jail in scene.jails { lookedAt[jail.name] = scene.now }
        lookedAt = lookedAt.filter { running.contains($0.key) }
        firewalls = firewalls.filter { running.contains($0.key) }
        scene.hasProgram = { $0.isThere(below: "") }
        await askForRestoration(hostText, daemon)
        board.note(
            JailDiagnosis.findings(in: scene, memory), of: scene.jails.map(\.name), running: running, at: scene.now,
            restoration: restoration.told)
    }

    /// Seconds until the stored lines of a start are asked for again, and for which no more came once all were there.
    private static let restorationAge: Int64 = 60

    /// Learns how the daemon's last start put its bans back. What is told of one that is over does not change.
    private func askForRestoration(_ host: String, _ daemon: DaemonInfo) async {
        let now = now()
        guard let startedAt = daemon.startedAt else { return }
        if restoration.startedAt == startedAt {
            guard now - restoration.askedAt >= Self.restorationAge,
                restoration.told.map({ restoration.askedAt - $0.last / 1000 < Self.restorationAge }) ?? true
            else { return }
        }
        guard let told = try? await database.read({ try $0.events.restoration(host: host, since: startedAt - 1) })
        else {
            return
        }
        restoration = (told, startedAt, now)
    }

    /// Events that are looked at for an action that failed.
    private static let mostFailures = 200

    /// Bans of each jail that are listed and whose action failed: those by hand as BanGUI holds them, and those that fail2ban's log
    /// told of last and that the daemon still lists.
    private func failures(_ host: String, running: [JailName]) async -> [String: Int] {
        let found = try? await database.read { transaction in
            (
                held: try transaction.bans.notEnforced(host: host),
                told: try transaction.events.latestNotEnforced(host: host, limit: Self.mostFailures)
            )
        }
        guard let found else { return [:] }
        var counts = Dictionary(found.held.map { ($0.jail, $0.total) }, uniquingKeysWith: +)
        for (jail, bans) in Dictionary(grouping: found.told, by: \.jail) {
            guard let name = running.first(where: { $0.text == jail }),
                let isBanned = try? await self.host.isBanned(bans.map { BanID(reading: $0.banID) }, in: name)
            else { continue }
            let still = isBanned.count { $0 }
            if still > 0 { counts[jail] = max(counts[jail] ?? 0, still) }
        }
        return counts
    }
}
