import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct RecoveryTests {
    @Test(arguments: Fail2banRelease.all)
    func `a daemon that was killed is started again, and one that was stopped is left`(
        release: Fail2banRelease
    ) async throws {
        try await RecoveryWorld.with(release: release) { world in
            world.kill()
            await world.look()
            #expect(try await world.state() == .waiting)
            #expect(await world.recovery.ending == .died)
            await world.look(after: 9)
            #expect(await !world.isUp())
            await world.look(after: 1)
            #expect(await world.isUp())
            await world.look()
            #expect(try await world.state() == .idle)
            #expect(try await world.told() == ["daemon_start BanGUI done"])
            let start = try #require(try await world.recovery.history().first)
            #expect(start.isAutomatic && start.result == .started && start.ending == .died)
            _ = try world.fail2ban.client(["stop"])
            #expect(await eventually { await !world.isUp() })
            await world.look(after: 10_000)
            await world.look(after: 10)
            #expect(await world.recovery.ending == .stopped)
            #expect(try await world.state() == .stopped)
            #expect(await !world.isUp())
            #expect(try await world.recovery.start(by: .ada) == .started)
            #expect(try await world.recovery.start(by: .ada) == .already)
            #expect(try await world.told().suffix(2) == ["daemon_start ada done", "daemon_start ada already"])
        }
    }

    @Test func `one that dies after each start is started three times, then only by an administrator`() async throws {
        try await RecoveryWorld.with { world in
            for pause: Int64 in [0, 60, 120] {
                world.kill()
                await world.look(after: 10)
                if pause > 0 {
                    #expect(try await world.state() == .cooling)
                    #expect(await !world.isUp())
                    await #expect(throws: RecoveryError.self) { try await world.recovery.start(by: .ada) }
                    await world.look(after: pause)
                }
                #expect(await world.isUp())
                await world.look()
            }
            world.kill()
            await world.look(after: 10)
            await world.look(after: 240)
            #expect(try await world.state() == .blocked)
            #expect(await !world.isUp())
            // A console that is started anew remembers it, and so does one that fail2ban comes back to.
            let next = try RecoveryWorld(world.fail2ban, beside: world)
            await next.look(after: 100_000)
            #expect(try await next.state() == .blocked)
            #expect(await !world.isUp())
            await #expect(throws: RecoveryError.blocked) { try await next.recovery.start(by: .ada) }
            #expect(throws: OperationError.self) { try RecoveryOverride(acknowledged: false, reason: "mended") }
            #expect(throws: OperationError.self) { try RecoveryOverride(acknowledged: true, reason: " ") }
            let override = try RecoveryOverride(acknowledged: true, reason: "the disk was full")
            #expect(try await next.recovery.start(override: override, by: .ada) == .started)
            await next.look()
            #expect(try await next.state() == .idle)
            #expect(
                try await world.told()
                    == Array(repeating: "daemon_start BanGUI done", count: 3) + [
                        "recovery_blocked BanGUI done", "recovery_override ada done", "daemon_start ada done",
                    ])
            // It is looked after again.
            next.kill()
            await next.look(after: 10)
            #expect(await next.isUp())
            #expect(try await next.recovery.history().map(\.isAutomatic) == [true, false, true, true, true])
        }
    }

    @Test(arguments: [
        (["/nonexistent/program"], "cannot be run"), (["/bin/sh", "-c", "echo no luck >&2; exit 3"], "no luck"),
        (["/bin/false"], "status 1"),
    ])
    func `a start that fails counts, and is told with its cause`(command: [String], words: String) async throws {
        try await RecoveryWorld.with(command: command) { world in
            world.kill()
            await world.look(after: 10)
            for pause: Int64 in [60, 120, 240] {
                #expect(try await world.state() == .cooling)
                await world.look(after: pause)
            }
            #expect(try await world.state() == .blocked)
            let history = try await world.recovery.history()
            #expect(history.count == 3 && history.allSatisfy { $0.result == .failed })
            #expect(history.allSatisfy { $0.detail?.contains(words) == true })
            #expect(
                try await world.told() == Array(repeating: "daemon_start BanGUI failed", count: 3) + [
                    "recovery_blocked BanGUI done"
                ])
            let override = try RecoveryOverride(acknowledged: true, reason: "again")
            let error = await #expect(throws: RecoveryError.self) {
                try await world.recovery.start(override: override, by: .ada)
            }
            guard case .failed(let told)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(told.contains(words))
        }
    }

    @Test func `without a command, or where it is off, nothing is started by itself`() async throws {
        let fail2ban = try await RealFail2ban.start()
        let (closed, off) = (
            try RecoveryWorld(fail2ban, command: []), try RecoveryWorld(fail2ban, mode: .off)
        )
        for world in [closed, off] { await world.look() }
        fail2ban.kill9()
        for world in [closed, off] {
            await world.look(after: 1000)
            #expect(await !world.isUp())
        }
        #expect(try await closed.state() == .closed)
        #expect(try await off.state() == .off)
        let error = await #expect(throws: OperationError.self) { try await closed.recovery.start(by: .ada) }
        #expect(error == .host(.notAllowed(RecoveryReport.wayToOpenAlone)))
        off.guarding.hold(to: .automatic)
        await off.look()
        #expect(await off.isUp())
        off.kill()
    }

    @Test func `one that hangs is left alone, and so is one behind a socket that is not ours`() async throws {
        try await RecoveryWorld.with { world in
            world.fail2ban.pause()
            world.guarding.board.note(HostError.timedOut, at: world.clock.now())
            await world.recovery.look()
            world.clock.advance(1000)
            await world.recovery.look()
            #expect(try await world.state() == .idle)
            await #expect(throws: RecoveryError.hangs) { try await world.recovery.start(by: .ada) }
            world.guarding.board.note(
                HostError.unreachable(.noPermission(path: world.fail2ban.socketPath)), at: world.clock.now())
            await world.recovery.look()
            world.clock.advance(1000)
            await world.recovery.look()
            let history = try await world.recovery.history()
            #expect(history.isEmpty)
            world.fail2ban.resume()
        }
    }

    @Test func `of two servers only the one with the lease starts it, and nobody starts it twice`() async throws {
        let fail2ban = try await RealFail2ban.start()
        let (firstLease, secondLease) = (HandedLease(true), HandedLease(false))
        let first = try RecoveryWorld(fail2ban, lease: firstLease)
        let second = try RecoveryWorld(fail2ban, lease: secondLease, beside: first)
        await first.look()
        await second.look()
        fail2ban.kill9()
        await second.look(after: 100)
        #expect(await !second.isUp())
        let report = try await second.recovery.report()
        #expect(report.isElsewhere)
        // The first announced a start and was killed before it knew what came of it.
        let (moment, policy) = (first.clock.now(), RecoveryPolicy())
        try await first.database.write { transaction in
            try transaction.recoveries.save(
                policy.begun(StoredRecoveryState(), isAutomatic: true, at: moment), host: "local")
            _ = try transaction.recoveries.insert(
                StoredRecovery(
                    host: "local", beganAt: moment, isAutomatic: true, actor: "BanGUI", ending: "died"))
        }
        firstLease.hand(false)
        secondLease.hand(true)
        await second.look()
        #expect(try await second.state() == .starting)
        await #expect(throws: RecoveryError.underWay) { try await second.recovery.start(by: .ada) }
        await second.look(after: 120)
        #expect(try await second.recovery.history().map(\.result) == [.unknown])
        #expect(try await second.state() == .cooling)
        await second.look(after: 60)
        #expect(await second.isUp())
        #expect(try await second.recovery.history().map(\.result) == [.started, .unknown])
        second.kill()
    }
}
