import Fail2ban
import Host
import Foundation
import Storage
import TestSupport
import Testing

@testable import Console

/// What a log can look like, and be misread, beside what the other tests of capture let happen to it.
struct TruthTests {
    private let eve = "192.0.2.1"

    @Test(.shows("ABUSE-4")) func `failures of one second are as many events as lines`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["maxretry": "100"])])
        world.fail2ban.attack(from: eve, on: "one", times: 30)
        try await world.expectLines("[one] Found \(eve)", 30)
        try await world.expectLineForLine()
        let seconds = try await world.told("found").map(\.at)
        #expect(seconds.count == 30 && Set(seconds).count < 30)
    }

    @Test func `a line that is written in two parts is one event, once it is whole`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        try await world.expectLineForLine()
        let stamp = Date().formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space).timeSeparator(.colon))
            .prefix(19)
        try world.fail2ban.append("\(stamp),007 fail2ban.filter         [1]: INFO    [one] Fou")
        try await world.drain()
        #expect(try await world.told("found").isEmpty)
        try world.fail2ban.append("nd \(eve) - \(stamp)\n")
        try await world.expectLineForLine()
        #expect(try await world.told("found").map(\.millisecond) == [7])
    }

    /// The rules of a zone may put the end of summer anywhere: here some seconds after the daemon's start.
    @Test func `an hour that the daemon's clock repeats stays in the order of its lines`() async throws {
        let (world, end) = try await Self.beforeFallingBack(banning: eve)
        try await world.expectLineForLine(ahead: 3600)
        try await Task.sleep(for: .seconds(max(0, end - SystemClock.seconds() + 1)))
        _ = try world.fail2ban.client(["set", "one", "unbanip", eve])
        try await world.expectLines("[one] Unban \(eve)")
        try await world.expectLineForLine(ahead: 3600)
        let later = try await world.restarted()
        _ = try world.fail2ban.client(["set", "one", "banip", eve])
        try await world.expectLines("[one] Ban \(eve)", 2)
        try await later.expectLineForLine(ahead: 3600)
        let bans = try await later.told("ban")
        #expect(bans.map(\.utcOffset) == [3600, 0])
        let now = SystemClock.seconds()
        #expect(bans.allSatisfy { (now - 600...now + 1).contains($0.at) })
    }

    /// A world whose daemon has banned an address and whose clock falls back by an hour soon, and when.
    private static func beforeFallingBack(banning id: String) async throws -> (GuardedWorld, end: Int64) {
        for attempt: Int64 in 1...5 {
            let end = SystemClock.seconds() + 8 * attempt
            var (moment, parts) = (time_t(end + 3600), tm())
            gmtime_r(&moment, &parts)
            let zone = "AAA0BBB-1,0/0,\(parts.tm_yday)/\(parts.tm_hour):\(parts.tm_min):\(parts.tm_sec)"
            let world = try await GuardedWorld.start([TestJail("one")], environment: ["TZ": zone])
            _ = try world.fail2ban.client(["set", "one", "banip", id])
            try await world.expectLines("[one] Ban \(id)")
            if SystemClock.seconds() < end { return (world, end) }
        }
        throw HarnessError.notReady("no daemon started and banned before its clock fell back")
    }

    @Test func `a back-log of many rotations is known line for line`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        let megabytes = isLong ? 100 : 1
        var log = BackLog(seed: 20_261_121, end: SystemClock.seconds() - 60, bytes: megabytes << 20)
        for number in (1...4).reversed() {
            try world.fail2ban.folder.write(log.part(megabytes << 18), to: "fail2ban.log.\(number)")
            if number > 1 { try runProgram(["/bin/gzip", world.fail2ban.logPath + ".\(number)"]) }
        }
        try await world.drain()
        try await world.expectLineForLine()
        #expect(try await world.database.read { try $0.events.latestID() } > Int64(megabytes) * 8000)
    }

    @Test func `a failure whose line is no text is known with its ban`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        for _ in 0..<3 { try world.fail2ban.attack(from: eve, on: "one", trailing: [0x20, 0xff, 0xe9, 0xc3]) }
        #expect(try await eventually { try world.banned() == [eve] })
        try await world.expectLineForLine()
        try await world.expectRecorded()
        let ban = try #require(try await world.told("ban").first)
        let lines = try await world.guarding.history.lines(of: [ban.id])[ban.id] ?? []
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { String(decoding: $0, as: UTF8.self).contains("failure from \(eve)") })
    }
}

extension RealFail2ban {
    /// Adds to the daemon's own log, as the daemon does.
    fileprivate func append(_ text: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: logPath))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    /// A failure in a jail's log with bytes of any kind at its end.
    fileprivate func attack(from address: String, on jail: String, trailing bytes: [UInt8]) throws {
        let stamp = Date().formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space).timeSeparator(.colon))
            .prefix(19)
        let file = try #require(FileHandle(forWritingAtPath: jailLog(jail)))
        try file.seekToEnd()
        try file.write(contentsOf: Data("\(stamp) failure from \(address)".utf8) + Data(bytes + [10]))
        try file.close()
    }
}

/// Lines of a daemon under attack from a few addresses, drawn by chance from a seed; many share their millisecond.
private struct BackLog {
    private var random: SeededGenerator
    private var moment: Int64
    private let stamp = DateFormatter()

    /// Begins so early that so many bytes end at about `end`, in UTC epoch seconds.
    init(seed: UInt64, end: Int64, bytes: Int) {
        random = SeededGenerator(seed: seed)
        moment = end * 1000 - Int64(bytes / 80) * 5
        stamp.locale = Locale(identifier: "en_US_POSIX")
        stamp.timeZone = TimeZone(secondsFromGMT: 0)
        stamp.dateFormat = "yyyy-MM-dd HH:mm:ss"
    }

    /// The next lines, of so many bytes or a few more.
    mutating func part(_ bytes: Int) -> String {
        var text = ""
        while text.utf8.count < bytes { text += line() + "\n" }
        return text
    }

    private mutating func line() -> String {
        moment += [0, 0, 1, 3, 10].randomElement(using: &random) ?? 0
        let second = stamp.string(from: Date(timeIntervalSince1970: Double(moment / 1000)))
        let milliseconds = String(1000 + moment % 1000).dropFirst()
        let jail = ["one", "two"].randomElement(using: &random) ?? "one"
        let id = Bool.random(using: &random) ? "192.0.2.\(Int.random(in: 1...9, using: &random))" : "2001:db8::7"
        let (part, words) =
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<80: ("filter", "INFO    [\(jail)] Found \(id) - \(second)")
            case 80..<86: ("actions", "NOTICE  [\(jail)] Ban \(id)")
            case 86..<91: ("actions", "NOTICE  [\(jail)] Unban \(id)")
            case 91..<93: ("actions", "NOTICE  [\(jail)] Restore Ban \(id)")
            case 93..<95: ("filter", "INFO    [\(jail)] Ignore \(id) by ip")
            case 95..<97: ("actions", "WARNING [\(jail)] \(id) already banned")
            default: ("filter", "INFO    maxRetry: 3, no event at all")
            }
        return
            "\(second),\(milliseconds) fail2ban.\(part.padding(toLength: 15, withPad: " ", startingAt: 0)) [12]: \(words)"
    }
}
