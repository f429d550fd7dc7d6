import Fail2ban
import Host
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

/// The system's clocks, moved by a test.
final class ShiftedClock: Sendable {
    private let shift = Mutex<Int64>(0)
    private let passed = Mutex(Duration.zero)

    var now: @Sendable () -> Int64 { { SystemClock.seconds() + self.shift.withLock { $0 } } }
    /// The time that has passed, whatever the other clock was set to.
    var uptime: @Sendable () -> ContinuousClock.Instant {
        { ContinuousClock.now + self.passed.withLock { $0 } }
    }

    /// Lets time pass.
    func advance(_ seconds: Int64) {
        shift.withLock { $0 += seconds }
        rest(.seconds(seconds))
    }

    /// Lets time pass of which no other clock tells.
    func rest(_ time: Duration) { passed.withLock { $0 += time } }

    /// Sets the clock back, as an administrator or a time server does.
    func setBack(_ seconds: Int64) { shift.withLock { $0 -= seconds } }
}

/// What the console does about bans and jails, over a real daemon and a real database. Its services do not run: a
/// test looks and reverts when it wants.
final class GuardedWorld: Sendable {
    let fail2ban: RealFail2ban
    let host: any Host
    let folder: TemporaryFolder
    let clock: ShiftedClock
    let database: SQLiteDatabase
    let guarding: Guarding

    var bans: Console.Bans { guarding.bans }
    var jails: Jails { guarding.jails }

    private init(
        _ fail2ban: RealFail2ban, _ host: any Host, _ folder: TemporaryFolder, _ clock: ShiftedClock,
        _ policy: GuardPolicy, _ retention: EventRetention = .forGood
    ) throws {
        self.fail2ban = fail2ban
        self.host = host
        self.folder = folder
        self.clock = clock
        database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
        guarding = Guarding(
            host: host, database: database, policy: policy, retention: retention, pulse: Pulse(), now: clock.now,
            uptime: clock.uptime,
            newID: { "operation-\(UInt64.random(in: 0...UInt64.max))" },
            logger: .dropping)
    }

    /// A private daemon with these jails, and a console over it that has looked once.
    static func start(
        _ jails: [TestJail] = [TestJail("one"), TestJail("two")], release: Fail2banRelease = .usual,
        policy: GuardPolicy = GuardPolicy(), retention: EventRetention = .forGood,
        environment: [String: String] = [:], files: [String: String] = [:], target: LogTarget = .file,
        journal: JournalProgram? = nil,
        _ wrap: (LocalHost) -> any Host = { ProtectedHost($0, []) }
    ) async throws -> GuardedWorld {
        let fail2ban = try await RealFail2ban.start(
            jails, release: release, target: target, environment: environment, files: files)
        let world = try GuardedWorld(
            fail2ban, wrap(LocalHost(fail2ban, journal: journal)), TemporaryFolder(), ShiftedClock(), policy, retention)
        try await world.guarding.prepare()
        await world.look()
        return world
    }

    /// The console of a process that was killed and started again: nothing but the database is left of the first.
    func restarted() async throws -> GuardedWorld {
        let world = try GuardedWorld(fail2ban, ProtectedHost(LocalHost(fail2ban), []), folder, clock, GuardPolicy())
        try await world.guarding.prepare()
        await world.look()
        return world
    }

    /// The same console with a host in which every change stops for good.
    func cut(_ cut: Disturbance.Cut) throws -> GuardedWorld {
        let host = DisturbedHost(ProtectedHost(LocalHost(fail2ban), []), Disturbance(cut: cut))
        return try GuardedWorld(fail2ban, host, folder, clock, GuardPolicy())
    }

    /// One look of the mirror.
    func look() async { await guarding.mirror.look() }

    /// Looks until `condition` holds, as the running service does.
    func looks(within seconds: Double = 60, until condition: () async throws -> Bool) async rethrows -> Bool {
        try await eventually(within: seconds) {
            await look()
            return try await condition()
        }
    }

    /// Looks until the mirror has a ban of the first jail as the daemon has it on record, which it writes a little later:
    /// a list that was read before that is read again.
    func expectOnRecord(_ id: String, _ location: SourceLocation = #_sourceLocation) async throws {
        let isOnRecord = try await looks {
            await guarding.mirror.distrust(one)
            return try await entry(id)?.count == 1
        }
        #expect(isOnRecord, "\(id) is not on record", sourceLocation: location)
    }

    /// Looks until the jails have come to rest after a start.
    /// - Parameter isRestoring: whether fail2ban has just started or puts bans back, which is waited for.
    func settle(isRestoring: Bool = false) async throws {
        if isRestoring {
            try await expectRestored()
            try await restAfterStart()
        }
        await look()
        clock.rest(SettlingJails.calm)
        await look()
    }

    /// Waits until the daemon's start is no part of what is seen next: it is known to the second.
    private func restAfterStart() async throws {
        let start = try await host.daemon().startedAt ?? 0
        while SystemClock.seconds() < start + 2 { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Waits until fail2ban has put back every ban that it has on record, but for those that end just now.
    private func expectRestored() async throws {
        var missing: [String] = []
        let isRestored = try await eventually {
            let running = Set(try await host.counters().map(\.name))
            let soon = SystemClock.seconds() + 3
            let records = try await host.recordedBans(since: 0, limit: 5000).filter { record in
                running.contains(record.jail) && record.time?.end(from: record.bannedAt).map { $0 > soon } ?? true
            }
            missing = []
            for (jail, records) in Dictionary(grouping: records, by: \.jail) {
                let ids = Array(Set(records.map(\.id)))
                missing += zip(ids, try await host.isBanned(ids, in: jail)).filter { !$1 }.map { "\($0.0) in \(jail)" }
            }
            return missing.isEmpty
        }
        #expect(isRestored, "fail2ban did not put back \(missing.prefix(5))")
    }

    /// What the mirror says: the ids of one jail, or of all.
    func mirrored(_ jail: String? = "one") async throws -> Set<String> {
        var ids: Set<String> = []
        try await bans.all(BanFilter(jails: jail.map { [$0] } ?? [])) { page in ids.formUnion(page.map(\.id)) }
        return ids
    }

    /// One ban as the mirror has it.
    func entry(_ id: String, in jail: String = "one") async throws -> BanEntry? {
        try await bans.page(BanFilter(jails: [jail], text: id), limit: 500, cursor: nil).bans.first { $0.id == id }
    }

    /// What the daemon says, asked through `fail2ban-client`.
    func banned(_ jail: String = "one") throws -> Set<String> {
        Set(try fail2ban.client(["get", jail, "banip"]).output.split { " \n".contains($0) }.map(String.init))
    }

    /// The planned ends, by id.
    func plans() async throws -> [String: PlannedEnd] {
        let plans = try await database.read { try $0.plannedEnds.all(host: "local") }
        return Dictionary(plans.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @discardableResult
    func ban(
        _ addresses: [String], in jails: [String] = ["one"], for duration: String? = nil, confirm: String? = nil,
        keep: Bool = false, by author: Author = .ada
    ) async throws -> OperationRecord {
        try await bans.ban(
            BanRequest(addresses: addresses, jails: jails, duration: duration, confirm: confirm, keep: keep),
            by: author)
    }

    @discardableResult
    func unban(_ ids: [String], in jails: [String] = ["one"]) async throws -> OperationRecord {
        try await bans.unban(UnbanRequest(.ids(ids, jails: jails)), by: .ada)
    }
}

extension Console.Bans {
    /// Undoes as someone who may do everything.
    func undo(_ id: String, by author: Author) async throws -> OperationRecord {
        try await undo(id, by: author, as: .administrator)
    }

    /// Confirms as someone who may do everything.
    func confirm(_ id: String) async throws -> OperationRecord { try await confirm(id, as: .administrator) }

    /// Confirms as some person.
    func confirm(_ id: String, as person: Principal) async throws -> OperationRecord {
        try await confirm(id, by: .ada, as: person)
    }
}

extension Author {
    static let ada = Author(name: "ada", origin: .web, address: IPAddress("203.0.113.99"))
}

extension OperationRecord {
    /// Results by subject, of one jail.
    func results(in jail: String = "one") -> [String: Result] {
        Dictionary(
            items.filter { $0.jail == jail }.map { ($0.subject, $0.result) }, uniquingKeysWith: { first, _ in first })
    }

    /// The result of the only item.
    var result: Result? { items.count == 1 ? items[0].result : nil }
}

extension LocalHost {
    /// The host of a private daemon.
    convenience init(_ fail2ban: RealFail2ban, journal: JournalProgram? = nil) {
        self.init(
            Configuration(
                socketPath: fail2ban.socketPath, configurationDirectory: fail2ban.configurationDirectory,
                clientProgram: fail2ban.clientProgram, clientEnvironment: fail2ban.clientEnvironment,
                journal: journal ?? JournalProgram(options: fail2ban.journalOptions)),
            logger: .dropping)
    }
}

/// Whether the long forms of the tests are asked for.
let isLong = environmentValue("BANGUI_LONG_TESTS") == "1"

let one = JailName(existing: "one")
