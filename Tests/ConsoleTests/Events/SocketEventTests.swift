import Fail2ban
import Host
import Logging
import Storage
import TestSupport
import Testing

@testable import Console

/// What BanGUI knows of a daemon whose log it cannot read: from what is in force, and from its records where it has any.
@Suite(.serialized) struct SocketEventTests {
    private let eve = "192.0.2.1"
    private let mallory = "192.0.2.2"

    /// Each release, one of them without a database of the daemon.
    private static let daemons = Array(zip(Fail2banRelease.all, [true, false, true]))

    @Test(arguments: daemons)
    func `bans and unbans are known without a log, each once`(
        release: Fail2banRelease, hasDatabase: Bool
    ) async throws {
        let world = try await GuardedWorld.startedBlind(
            [TestJail("one"), TestJail("two", ["bantime": "4"])], release: release, hasDatabase: hasDatabase)
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        #expect(try await world.sees { try await world.story() == ["ban one \(eve)"] })
        _ = try world.fail2ban.client(["set", "one", "unbanip", eve])
        #expect(try await world.sees { try await world.story().last == "unban one \(eve)" })
        try await world.fail2ban.attackUntilBanned(from: mallory, on: "two", log: "output")
        #expect(try await world.sees { try await world.story().last == "ban two \(mallory)" })
        #expect(try await world.sees { try await world.story().last == "unban two \(mallory)" })
        try await world.expectRest()
        if hasDatabase { try await world.expectRecordsOfBans("two") }
        #expect(
            try await world.story() == [
                "ban one \(eve)", "unban one \(eve)", "ban two \(mallory)", "unban two \(mallory)",
            ])
        #expect(try await world.told("unban").map(\.why) == [.hand, .expired])
        #expect(try await world.told("unban").map(\.source) == [.socket, .socket])
        let source: EventSource = hasDatabase ? .database : .socket
        #expect(try await world.told("ban").last?.source == source)
        #expect(try await world.told("ban").last?.banTime == 4)
    }

    @Test(arguments: [true, false])
    func `what BanGUI does itself is known with its operation, each once`(hasDatabase: Bool) async throws {
        let world = try await GuardedWorld.startedBlind(hasDatabase: hasDatabase)
        let ban = try await world.ban([eve, mallory])
        #expect(try await world.story().sorted() == ["ban one \(eve)", "ban one \(mallory)"])
        try await world.expectRest()
        let unban = try await world.unban([eve])
        let undo = try await world.bans.undo(unban.id, by: .ada)
        try await world.expectRest()
        let events = try await world.told("ban") + world.told("unban")
        #expect(events.count == 4)
        #expect(events.allSatisfy { $0.why == .hand })
        #expect(events.map(\.operationID) == [ban.id, ban.id, undo.id, unban.id])
    }

    @Test func `an operation that was cut off is told once, with its operation`() async throws {
        let world = try await GuardedWorld.startedBlind(hasDatabase: false)
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        #expect(try await world.sees { try await world.story() == ["ban one \(eve)"] })
        let cut = try world.cut(.after)
        try await cut.guarding.prepare()
        Task { [eve] in try await cut.unban([eve]) }
        #expect(try await eventually { try world.banned() == [] })
        let later = try await world.restarted()
        try await later.settle()
        try await later.bans.settleAnnounced(until: .max)
        try await later.expectRest()
        let unbans = try await later.told("unban")
        let operation = try await later.database.read { try $0.operations.latest(limit: 1) }.first
        #expect(unbans.map(\.operationID) == [operation?.id] && unbans.first?.why == .hand)
        #expect(try await later.told("ban").count == 1)
    }

    @Test func `a ban that ended and began again between two looks is both`() async throws {
        let world = try await GuardedWorld.startedBlind([TestJail("one", ["bantime": "4"])], hasDatabase: false)
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        #expect(try await world.sees { try await world.mirrored() == [eve] })
        #expect(try await eventually { try world.banned() == [] })
        // Two seconds more or less are the same moment.
        try await Task.sleep(for: .seconds(2))
        _ = try world.fail2ban.client(["set", "one", "bantime", "600"])
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        try await world.expectRest()
        #expect(try await world.story() == ["ban one \(eve)", "unban one \(eve)", "ban one \(eve)"])
        #expect(try await world.told("unban").map(\.why) == [.expired])
    }

    @Test func `a chosen end is the end of its time`() async throws {
        let world = try await GuardedWorld.startedBlind()
        try await world.ban([eve], for: "2")
        #expect(try await world.sees { try await world.story() == ["ban one \(eve)", "unban one \(eve)"] })
        #expect(try await world.told("unban").first?.why == .expired)
        try await world.expectRest()
        #expect(try await world.story().count == 2)
    }

    @Test(.shows("ABUSE-4"), arguments: daemons)
    func `jails and daemons that stop and start make no bans and no unbans`(
        release: Fail2banRelease, hasDatabase: Bool
    ) async throws {
        let world = try await GuardedWorld.startedBlind(release: release, hasDatabase: hasDatabase)
        for jail in ["one", "two"] { world.fail2ban.attack(from: eve, on: jail) }
        #expect(try await world.sees { try await world.story().count == 2 })
        // What is not on record yet would not come back.
        if hasDatabase { try await world.expectRecordsOfBans("one", "two") }
        _ = try world.fail2ban.client(["reload", "--restart", "one"])
        _ = try world.fail2ban.client(["stop", "two"])
        try await world.expectRest()
        _ = try world.fail2ban.client(["reload", "--if-exists", "two"])
        await world.look()
        _ = try world.fail2ban.client(["reload"])
        try await world.expectRest()
        try await world.fail2ban.restart()
        try await world.expectRest()
        world.fail2ban.kill9()
        await world.look()
        try await world.fail2ban.launch()
        try await world.expectRest()
        #expect(try await world.told("ban").count == 2)
        #expect(try await world.told("unban") == [])
        // What was restored is lifted as ever.
        guard hasDatabase else { return }
        _ = try world.fail2ban.client(["set", "one", "unbanip", eve])
        #expect(try await world.sees { try await world.told("unban").map(\.why) == [.hand] })
    }

    /// Without a database nothing tells such a ban from one that was lifted.
    @Test(arguments: zip(Fail2banRelease.all, [["stop", "one"], ["reload", "--restart", "one"], ["stop"]]))
    func `a stop that takes long is no unban while it lasts`(release: Fail2banRelease, command: [String]) async throws {
        let slow = "[Definition]\nactionban =\nactionunban = sleep 0.2\n"
        let world = try await GuardedWorld.startedBlind(
            [TestJail("one")], release: release, hasDatabase: false,
            files: ["action.d/slow.conf": slow, "jail.local": "[one]\naction = slow\n"])
        let many = (1...8).map { "192.0.2.\($0)" }
        _ = try world.fail2ban.client(["set", "one", "banip"] + many)
        #expect(try await world.sees { try await world.story().count == many.count })
        let client = Task.detached { [fail2ban = world.fail2ban] in try fail2ban.client(command) }
        for _ in 1...40 {
            await world.look()
            try await Task.sleep(for: .milliseconds(50))
        }
        _ = try await client.value
        await world.look()
        #expect(try await world.told("unban") == [])
        #expect(try await world.told("ban").count == many.count)
    }

    @Test func `what was in force at the first sight has not just been banned`() async throws {
        let world = try await GuardedWorld.startedBlind(hasDatabase: false)
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
        let other = Guarding(
            host: world.host, database: database, policy: GuardPolicy(), pulse: Pulse(), now: world.clock.now,
            uptime: world.clock.uptime, newID: { "only" }, logger: .init(label: "test"))
        try await other.mirror.listen(toSocket: true)
        await other.mirror.look()
        try await world.settle(isRestoring: true)
        await other.mirror.look()
        func events() async throws -> [EventRecord] {
            try await database.read { try $0.events.page(EventQuery()).events }
        }
        #expect(try await events() == [])
        _ = try world.fail2ban.client(["set", "one", "unbanip", eve])
        await other.mirror.look()
        #expect(try await events().map(\.kind) == [.unban])
    }

    @Test func `the bans in force tell once the log has been out of reach for a while, until it is back`() async throws
    {
        let world = try await GuardedWorld.start()
        func tells() async throws -> Bool {
            try await world.takeInAll()
            return try await world.database.read { try $0.capture.isSocketSource(host: "local") }
        }
        #expect(try await !tells())
        await world.look()
        _ = try world.fail2ban.client(["set", "logtarget", "STDOUT"])
        // One that nobody will ever read in the log, seen before that is known.
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        await world.look()
        world.clock.advance(Intake.lookInterval)
        #expect(try await !tells())
        world.clock.advance(Intake.absence)
        #expect(try await tells())
        #expect(try await world.sees { try await world.story() == ["ban one \(eve)"] })
        _ = try world.fail2ban.client(["set", "logtarget", world.fail2ban.logPath])
        world.clock.advance(Intake.lookInterval)
        #expect(try await !tells())
    }

    @Test func `a daemon that hangs or is down lifts nothing`() async throws {
        let world = try await GuardedWorld.startedBlind()
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        #expect(try await world.sees { try await world.story().count == 1 })
        world.fail2ban.pause()
        await world.look()
        world.fail2ban.resume()
        try await world.expectRest()
        world.fail2ban.kill9()
        await world.look()
        await world.look()
        #expect(try await world.story() == ["ban one \(eve)"])
    }

    @Test func `what changed while BanGUI was down is seen once`() async throws {
        let world = try await GuardedWorld.startedBlind(hasDatabase: false)
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        #expect(try await world.sees { try await world.story().count == 1 })
        _ = try world.fail2ban.client(["set", "one", "unbanip", eve])
        _ = try world.fail2ban.client(["set", "one", "banip", mallory])
        let second = try await world.restarted()
        let third = try await second.restarted()
        try await third.expectRest()
        let story = try await third.story().sorted()
        #expect(story == ["ban one \(eve)", "ban one \(mallory)", "unban one \(eve)"])
    }

    @Test(arguments: daemons)
    func `lines that come late take over what was seen`(release: Fail2banRelease, hasDatabase: Bool) async throws {
        let world = try await GuardedWorld.start(
            [TestJail("one"), TestJail("two", ["bantime": "4"])], release: release)
        try await world.drain()
        let (log, away) = (world.fail2ban.logPath, world.fail2ban.folder.file("away"))
        if !hasDatabase {
            try world.fail2ban.folder.write("[Definition]\ndbfile = None\n", to: "config/fail2ban.local")
            try await world.fail2ban.restart()
        }
        try await world.settle()
        try await world.expectLineForLine()
        try runProgram(["/bin/mv", log, away])
        try runProgram(["/bin/mkdir", log])
        try await world.guarding.mirror.listen(toSocket: true)
        try await world.fail2ban.attackUntilBanned(from: eve, on: "two", log: "away")
        world.fail2ban.attack(from: eve, on: "one")
        #expect(try await world.sees { try await world.told("unban").count == 1 })
        #expect(try await world.sees { try await world.told("ban").count == 2 })
        _ = try world.fail2ban.client(["set", "one", "unbanip", eve])
        #expect(try await world.sees { try await world.told("unban").count == 2 })
        _ = try world.fail2ban.client(["set", "one", "banip", mallory])
        #expect(try await world.sees { try await world.told("ban").count == 3 })
        #expect(try await world.told("unban").allSatisfy { $0.source == .socket })
        try runProgram(["/bin/rmdir", log])
        try runProgram(["/bin/mv", away, log])
        try await world.expectLineForLine()
        await world.look()
        try await world.expectLineForLine()
        #expect(try await world.told("unban").map(\.why) == [.expired, .hand])
    }
}

extension GuardedWorld {
    /// A console over a daemon that logs to where nobody reads, and with or without a database of its own.
    static func startedBlind(
        _ jails: [TestJail] = [TestJail("one"), TestJail("two")], release: Fail2banRelease = .usual,
        hasDatabase: Bool = true, files: [String: String] = [:]
    ) async throws -> GuardedWorld {
        let database = hasDatabase ? "" : "dbfile = None\n"
        let local = ["fail2ban.local": "[Definition]\nlogtarget = STDOUT\n\(database)"]
        let world = try await GuardedWorld.start(jails, release: release, files: files.merging(local) { $1 })
        try await world.guarding.mirror.listen(toSocket: true)
        try await world.settle(isRestoring: true)
        try await world.takeInAll()
        return world
    }

    /// Takes in what there is; a log that cannot be read does not hold it up.
    func takeInAll() async throws {
        do { try await drain() } catch is HostError {}
    }

    /// Looks and takes in until `condition` holds.
    func sees(within seconds: Double = 30, until condition: () async throws -> Bool) async throws -> Bool {
        try await eventually(within: seconds) {
            await look()
            try await takeInAll()
            return try await condition()
        }
    }

    /// Looks until fail2ban has put its bans back, jails have settled and every record was read.
    func expectRest() async throws {
        #expect(try await sees { !guarding.board.status.jails.isEmpty })
        try await settle(isRestoring: true)
        try await takeInAll()
    }

    /// Takes in until the daemon has every ban of these jails on record.
    func expectRecordsOfBans(_ jails: String...) async throws {
        let isRecorded = try await sees {
            try await told("ban").filter { jails.contains($0.jail ?? "") }.allSatisfy { $0.recordedAt != nil }
        }
        #expect(isRecorded, "a ban of \(jails) is not on record")
    }

    /// Bans and unbans, the oldest first.
    func story() async throws -> [String] {
        try await database.read { try $0.events.page(EventQuery(limit: 500)).events.reversed() }
            .filter { [.ban, .unban].contains($0.kind) }
            .map { "\($0.kind) \($0.jail ?? "-") \($0.banID ?? "-")" }
    }
}
