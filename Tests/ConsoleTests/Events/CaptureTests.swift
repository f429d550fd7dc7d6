import Foundation
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// What BanGUI knows of a real daemon's doings, against a plain reading of its log.
struct CaptureTests {
    private let eve = "192.0.2.1"
    private let mallory = "192.0.2.2"

    @Test(arguments: Fail2banRelease.all)
    func `the same addresses again and again, expired and by hand, are known line for line`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(
            [TestJail("one", ["bantime": "2"]), TestJail("two", ["ignoreip": mallory])], release: release)
        for round in 1...2 {
            try await world.fail2ban.attackUntilBanned(from: eve, on: "one", times: 4)
            world.fail2ban.attack(from: eve, on: "two", times: 4)
            world.fail2ban.attack(from: mallory, on: "two", times: 2)
            try await world.expectLines("[one] Unban \(eve)", round)
        }
        try await world.expectLines("[two] Ban \(eve)")
        _ = try world.fail2ban.client(["set", "two", "unbanip", eve])
        // A row that is no more than two seconds younger than the ban is taken for the ban's own (UnbanJudge.tolerance).
        try await Task.sleep(for: .seconds(UnbanJudge.tolerance + 1))
        _ = try world.fail2ban.client(["set", "two", "banip", eve])
        _ = try world.fail2ban.client(["set", "two", "banip", mallory])
        try await world.expectLineForLine()
        // An unban erases the records of the ban.
        try await world.expectRecorded { $0.jail == "one" || $0.banID == mallory }
        _ = try world.fail2ban.client(["unban", "--all"])
        // The daemon answers before it has written all of them.
        for id in [eve, mallory] { try await world.expectLines("[two] Unban \(id)", id == eve ? 2 : 1) }
        try await world.expectLineForLine()
        let unbans = try await world.told("unban")
        #expect(unbans.filter { $0.jail == "one" }.allSatisfy { $0.why == .expired })
        #expect(unbans.contains { $0.jail == "one" })
        #expect(unbans.filter { $0.jail == "two" }.count >= 3)
        #expect(unbans.filter { $0.jail == "two" }.allSatisfy { $0.why == .hand })
        let bans = try await world.told("ban")
        #expect(bans.filter { $0.jail == "one" }.allSatisfy { $0.why == .failures && $0.banTime == 2 })
        #expect(bans.contains { $0.banID == mallory && $0.why == .hand })
    }

    @Test(.shows("ABUSE-4"), arguments: Fail2banRelease.all)
    func `jails and daemons that stop and start make no unbans and no bans`(release: Fail2banRelease) async throws {
        let world = try await GuardedWorld.start(
            [TestJail("one", ["bantime": "3600"]), TestJail("two", ["bantime": "3600"])], release: release)
        for jail in ["one", "two"] { world.fail2ban.attack(from: eve, on: jail) }
        #expect(try await eventually { try world.banned("two") == [eve] && world.banned() == [eve] })
        try await world.expectLineForLine()
        // What is not on record yet would not come back.
        try await world.expectRecorded()
        _ = try world.fail2ban.client(["reload", "--restart", "one"])
        _ = try world.fail2ban.client(["stop", "two"])
        _ = try world.fail2ban.client(["reload", "--if-exists", "two"])
        try await world.expectLineForLine()
        try await world.fail2ban.restart()
        #expect(try await eventually { try world.banned("two") == [eve] && world.banned() == [eve] })
        try await world.expectLineForLine()
        world.fail2ban.kill9()
        try await world.fail2ban.launch()
        #expect(try await eventually { try world.banned("two") == [eve] })
        try await world.expectLineForLine()
        #expect(try await world.told("unban") == [])
        #expect(try await world.told("ban").count == 2)
        #expect(try await world.told("daemon").compactMap(\.why) == [.started, .stopped, .started, .vanished])
    }

    @Test(arguments: [false, true])
    func `what happened before and between two runs is filled in`(byCopy: Bool) async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        world.fail2ban.attack(from: eve, on: "one", times: 2)
        try await world.expectLines("[one] Found \(eve)", 2)
        try await world.rotate(byCopy: byCopy, compress: true)
        world.fail2ban.attack(from: eve, on: "one", times: 1)
        #expect(try await eventually { try world.banned() == [eve] })
        try await world.rotate(byCopy: byCopy)
        try await world.expectLineForLine()
        world.fail2ban.attack(from: mallory, on: "one", times: 3)
        #expect(try await eventually { try world.banned() == [eve, mallory] })
        try await world.rotate(byCopy: byCopy, compress: true)
        try await world.fail2ban.restart()
        let second = try await world.restarted()
        try await second.expectLineForLine()
        #expect(try await second.told("found").count == 6)
        #expect(try await second.told("ban").count == 2)
    }

    @Test(arguments: [true, false])
    func `a log that is rotated while it is read loses nothing`(byCopy: Bool) async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["bantime": "1"])])
        for round in 1...3 {
            world.fail2ban.attack(from: eve, on: "one", times: round)
            try await world.drain()
            try await world.rotate(byCopy: byCopy)
            try await world.drain()
        }
        try await world.expectLineForLine()
    }

    @Test func `bans that no line tells of are known from the daemon's records`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        _ = try world.fail2ban.client(["set", "loglevel", "ERROR"])
        world.clock.advance(60)
        world.fail2ban.attack(from: eve, on: "one")
        #expect(try await eventually { try world.banned() == [eve] })
        try await world.drain()
        #expect(
            try await eventually {
                try await world.drain()
                return try await world.told("ban").map(\.source) == [.database]
            })
        let ban = try #require(try await world.told("ban").first)
        #expect(ban.why == .failures && ban.failures == 3 && ban.banTime == 600)
        #expect(world.guarding.board.status.blindSpots == [.logLevel("ERROR")])
    }

    /// Busy: who reads may go on, and the daemon cannot write. Locked: nobody can.
    @Test(arguments: ["IMMEDIATE", "EXCLUSIVE"])
    func `a database that another program holds delays details and loses none`(_ hold: String) async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        try await world.drain()
        // fail2ban itself waits for five seconds, then it gives its record up.
        let program = """
            import sqlite3, sys, time
            connection = sqlite3.connect(sys.argv[1], timeout=60)
            connection.execute("BEGIN \(hold)")
            print("held", flush=True)
            time.sleep(3)
            """
        let output = world.folder.file("holder")
        let holder = try SpawnedProcess(
            ["/usr/bin/python3", "-c", program, world.fail2ban.databasePath], output: output)
        #expect(await eventually { (try? world.folder.text("holder").contains("held")) == true })
        world.fail2ban.attack(from: eve, on: "one")
        try await world.expectLineForLine()
        #expect(holder.waitUntilEnded(within: 60))
        #expect(
            try await eventually {
                try await world.drain()
                return try await world.told("ban").first?.recordedAt != nil
            })
        #expect(try await world.told("ban").count == 1)
    }

    @Test func `a damaged database costs no event that the log tells`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["bantime": "2"])])
        try await world.drain()
        let file = try #require(FileHandle(forWritingAtPath: world.fail2ban.databasePath))
        let end = try file.seekToEnd()
        for offset in stride(from: UInt64(100), to: end, by: 512) {
            try file.seek(toOffset: offset)
            file.write(Data(repeating: 0xa5, count: 300))
        }
        try file.close()
        try await world.fail2ban.attackUntilBanned(from: eve, on: "one")
        #expect(
            try await eventually { try LogOracle.read(world.fail2ban).contains { $0.hasPrefix("lift") } })
        try await world.expectLineForLine()
        #expect(try await world.told("unban").map(\.why) == [.expired])
    }

    @Test func `matched lines are kept, bytes that are no text too`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        world.fail2ban.attack(from: eve + " caf\u{e9} <b>", on: "one")
        #expect(try await eventually { try world.banned() == [eve] })
        #expect(
            try await eventually {
                try await world.drain()
                return try await world.told("ban").first?.recordedAt != nil
            })
        let ban = try #require(try await world.told("ban").first)
        let lines = try await world.guarding.history.lines(of: [ban.id])[ban.id] ?? []
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { String(decoding: $0, as: UTF8.self).contains("failure from \(eve) café <b>") })
    }
}

extension GuardedWorld {
    /// Takes in all there is.
    func drain() async throws {
        while try await guarding.intake.takeIn() {}
    }

    /// Events of a kind, the oldest first.
    func told(_ kind: String) async throws -> [EventRecord] {
        try await database.read { try $0.events.page(EventQuery(limit: 500)).events.reversed() }
            .filter { "\($0.kind)" == kind }
    }

    /// Waits until the daemon's log has so many lines with these words.
    func expectLines(
        _ words: String, _ count: Int = 1, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let isSaid = await eventually {
            fail2ban.folder.read("fail2ban.log").split(separator: "\n").count { $0.contains(words) } >= count
        }
        #expect(
            isSaid,
            "the log does not say “\(words)” \(count) times: \(fail2ban.folder.read("fail2ban.log").suffix(2000))",
            sourceLocation: location)
    }

    /// Waits until the daemon has recorded bans, and BanGUI has read that.
    func expectRecorded(
        _ location: SourceLocation = #_sourceLocation, _ isMeant: (EventRecord) -> Bool = { _ in true }
    ) async throws {
        let isRecorded = try await eventually {
            try await drain()
            return try await told("ban").filter(isMeant).allSatisfy { $0.recordedAt != nil }
        }
        #expect(isRecorded, "a ban is not on record", sourceLocation: location)
    }

    /// Expects events and lines to be the same, as soon as the daemon has come to rest.
    /// - Parameter ahead: as `LogOracle.read` takes it.
    func expectLineForLine(ahead: Int = 0, _ location: SourceLocation = #_sourceLocation) async throws {
        var told: [String] = []
        var lines: [String] = ["not read"]
        let isEqual = try await eventually {
            try await drain()
            told = try await allTold()
            lines = try LogOracle.read(fail2ban, ahead: ahead)
            return told == lines
        }
        let missing = Set(lines).subtracting(told).sorted().prefix(5)
        let invented = Set(told).subtracting(lines).sorted().prefix(5)
        #expect(
            isEqual, "\(told.count) events, \(lines.count) lines; missing \(missing), invented \(invented)",
            sourceLocation: location)
    }

    private func allTold() async throws -> [String] {
        var told: [String] = []
        var cursor: String?
        repeat {
            let query = EventQuery(limit: 500, cursor: cursor)
            let page = try await database.read { try $0.events.page(query) }
            told += page.events.map { event in
                let kind = [.unban, .repeal].contains(event.kind) ? "lift" : "\(event.kind)"
                return "\(kind) \(event.jail ?? "-") \(event.banID ?? "-") \(event.at * 1000 + event.millisecond)"
            }
            cursor = page.next
        } while cursor != nil
        return told.sorted()
    }

    /// Rotates the daemon's log as `logrotate` does: renamed, or copied and cut.
    func rotate(byCopy: Bool = false, compress: Bool = false) async throws {
        let path = fail2ban.logPath
        let files = FileManager.default
        for number in (1...8).reversed() {
            for ending in ["", ".gz"] where files.fileExists(atPath: "\(path).\(number)\(ending)") {
                try files.moveItem(atPath: "\(path).\(number)\(ending)", toPath: "\(path).\(number + 1)\(ending)")
            }
        }
        if byCopy {
            try runProgram(["/bin/sh", "-c", "cp '\(path)' '\(path).1' && : > '\(path)'"])
        } else {
            try files.moveItem(atPath: path, toPath: path + ".1")
            try fail2ban.client(["flushlogs"])
        }
        if compress { try runProgram(["/bin/gzip", path + ".1"]) }
    }
}
