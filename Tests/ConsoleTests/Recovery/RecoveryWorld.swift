import Fail2ban
import Foundation
import Host
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

/// The console beside a real daemon that it may start: no service runs, a test looks when it wants.
final class RecoveryWorld: Sendable {
    let fail2ban: RealFail2ban
    let host: LocalHost
    let folder: TemporaryFolder
    let clock: ShiftedClock
    let database: SQLiteDatabase
    let guarding: Guarding

    var recovery: Recovery { guarding.recovery }

    init(
        _ fail2ban: RealFail2ban, command: [String]? = nil, mode: RecoveryMode = .automatic,
        lease: any Lease = HeldLease(), beside other: RecoveryWorld? = nil
    ) throws {
        self.fail2ban = fail2ban
        folder = try other?.folder ?? TemporaryFolder()
        clock = other?.clock ?? ShiftedClock()
        host = LocalHost(
            LocalHost.Configuration(
                socketPath: fail2ban.socketPath, configurationDirectory: fail2ban.configurationDirectory,
                clientProgram: fail2ban.clientProgram, clientEnvironment: fail2ban.clientEnvironment,
                startCommand: command ?? Self.command(fail2ban)),
            logger: .dropping)
        database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
        guarding = Guarding(
            host: host, database: database, lease: lease, policy: GuardPolicy(), recovery: mode, pulse: Pulse(),
            now: clock.now, uptime: clock.uptime, newID: { "operation-\(UInt64.random(in: 0...UInt64.max))" },
            logger: .dropping)
    }

    /// A world whose daemon runs, and ends with it, whoever started it.
    static func with(
        release: Fail2banRelease = .usual, command: [String]? = nil, mode: RecoveryMode = .automatic,
        _ body: (RecoveryWorld) async throws -> Void
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let world = try RecoveryWorld(fail2ban, command: command, mode: mode)
        await world.look()
        do {
            try await body(world)
        } catch {
            world.kill()
            throw error
        }
        world.kill()
    }

    static func command(_ fail2ban: RealFail2ban) -> [String] {
        fail2ban.clientProgram + [
            "-c", fail2ban.configurationDirectory, "-s", fail2ban.socketPath, "-p", fail2ban.folder.file("f.pid"),
            "-x", "start",
        ]
    }

    /// One look of all that looks.
    func look() async {
        do throws(HostError) {
            try await host.ping(deadline: .seconds(10))
            guarding.board.note(nil, at: clock.now())
        } catch {
            guarding.board.note(error, at: clock.now())
        }
        while (try? await guarding.intake.takeIn()) == true {}
        await recovery.look()
    }

    /// Looks at this moment and after `seconds`.
    func look(after seconds: Int64) async {
        await look()
        clock.advance(seconds)
        await look()
    }

    /// Kills the daemon, whoever started it, and waits until nobody listens.
    func kill() {
        fail2ban.kill9()
        let text = fail2ban.folder.read("f.pid").trimmingCharacters(in: .whitespacesAndNewlines)
        guard let pid = Int32(text), pid > 1, isOurs(pid) else { return }
        Foundation.kill(pid, SIGKILL)
        let deadline = ContinuousClock.now + .seconds(30)
        while Foundation.kill(pid, 0) == 0, ContinuousClock.now < deadline { usleep(2000) }
    }

    /// Whether that process is the daemon of this world: numbers come again.
    private func isOurs(_ pid: Int32) -> Bool {
        let words = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/cmdline"))) ?? Data()
        return String(decoding: words, as: UTF8.self).contains(fail2ban.socketPath)
    }

    func isUp() async -> Bool { (try? await host.ping(deadline: .seconds(10))) != nil }

    func state() async throws -> RecoveryReport.State { try await recovery.report().state }

    /// What the audit log tells of fail2ban's starts: kind, by whom, result.
    func told() async throws -> [String] {
        try await database.read { transaction in
            try transaction.rows("SELECT kind, actor_name, result FROM audit ORDER BY sequence") {
                "\($0.text(0)) \($0.text(1)) \($0.text(2))"
            }
        }
    }
}

/// A lease that a test gives and takes.
final class HandedLease: Lease {
    private let held: Atomic<Bool>

    init(_ isHeld: Bool) { held = Atomic(isHeld) }

    var isHeld: Bool { held.load(ordering: .relaxed) }

    func hand(_ isHeld: Bool) { held.store(isHeld, ordering: .relaxed) }
}
