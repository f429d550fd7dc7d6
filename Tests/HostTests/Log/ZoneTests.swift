import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Host

@Suite struct ZoneTests {
    private static let names = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
        "America/St_Johns",
        "Pacific/Chatham", "Etc/UTC", "America/Asuncion", "Asia/Tehran",
    ]

    @Test(arguments: names)
    func `the files of the system are read as the C library reads them`(_ name: String) throws {
        let zone = ZoneRules.named(name)
        let python = """
            import sys, datetime, zoneinfo
            zone = zoneinfo.ZoneInfo("\(name)")
            for moment in range(-2000000000, 4000000000, 29876543):
                print(moment, int(datetime.datetime.fromtimestamp(moment, zone).utcoffset().total_seconds()))
            """
        let lines = try runProgram(["python3", "-c", python]).output.split(separator: "\n")
        #expect(lines.count > 150)
        for line in lines {
            let numbers = line.split(separator: " ").compactMap { Int64($0) }
            #expect(zone.offset(at: numbers[0]) == Int(numbers[1]), "\(name) at \(numbers[0])")
        }
    }

    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin"), ("EST5EDT", "America/New_York"),
        ("<+0530>-5:30", "Asia/Kolkata"),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", "Pacific/Auckland"), ("EST5EDT4,M3.2.0/2:00:00,M11.1.0", "America/New_York"),
    ])
    func `rules are read`(_ rule: String, _ name: String) throws {
        let zone = try #require(ZoneRules(posix: rule))
        let named = ZoneRules.named(name)
        for moment in stride(from: Int64(1_600_000_000), to: 2_000_000_000, by: 1_234_567) {
            #expect(zone.offset(at: moment) == named.offset(at: moment), "\(rule) at \(moment)")
        }
    }

    @Test func `days of the year count with and without leap days`() throws {
        let zone = try #require(ZoneRules(posix: "AAA0BBB,J60/0,300/0"))
        let start: Int64 = 1_709_251_200  // 2024-03-01
        #expect(zone.offset(at: start - 1) == 0)
        #expect(zone.offset(at: start) == 3600)
        #expect(zone.offset(at: 1_740_787_200 - 1) == 0)  // 2025-03-01
        #expect(zone.offset(at: 1_740_787_200) == 3600)
    }

    @Test(arguments: [
        "", "A1", "ABC", "ABC1DEF,", "ABC1DEF,M13.1.0,M1.1.0", "ABC1DEF,M3.1.0", "ABC999", "<ABC1", "ABC1DEF2x",
    ])
    func `what is no rule is none`(_ text: String) { #expect(ZoneRules(posix: text) == nil) }

    @Test(.shows("ABUSE-7")) func `files that are cut, damaged or something else are survived`() throws {
        let whole = try #require(SystemFile.bytes("/usr/share/zoneinfo/Europe/Berlin"))
        for length in stride(from: 0, to: whole.count, by: 7) { _ = ZoneRules(file: Array(whole[..<length])) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<5 { bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255) }
            _ = ZoneRules(file: bytes)?.offset(at: 1_795_219_200)
        }
        #expect(ZoneRules.named("../../../etc/passwd").offset(at: 0) == 0)
        #expect(ZoneRules.named("/etc/passwd").offset(at: 0) == 0)
        #expect(ZoneRules.named("") == .utc)
    }

    @Test func `the zone of a process is the one in its environment`() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sleep")
        process.arguments = ["60"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.environment = ["XTZ": "America/New_York", "TZ": ":Asia/Kolkata"]
        try process.run()
        defer { process.terminate() }
        // Until it runs its program it has the environment of this one.
        #expect(await eventually { ZoneRules(ofProcess: process.processIdentifier) == ZoneRules.named("Asia/Kolkata") })
        #expect(ZoneRules(ofProcess: nil) == ZoneRules.named(":/etc/localtime"))
    }

    private func stamp(_ text: String) throws -> LogStamp {
        let bytes = Array("\(text) ".utf8)
        let stamp = LogStamp(bytes.span)
        return try #require(stamp)
    }

    @Test(.shows("ABUSE-36")) func `an hour that comes twice stays in the order of its lines`() throws {
        var clock = LogClock(.named("Europe/Berlin"), last: nil)
        let times = [
            ("2026-10-25 01:59:59,000", 7200), ("2026-10-25 02:00:00,000", 7200), ("2026-10-25 02:59:59,900", 7200),
            ("2026-10-25 02:59:59,500", 7200), ("2026-10-25 02:00:00,100", 3600),
            ("2026-10-25 02:00:01,000", 3600), ("2026-10-25 02:30:00,000", 3600), ("2026-10-25 03:00:00,000", 3600),
        ]
        for (text, offset) in times {
            #expect(clock.moment(of: try stamp(text)).utcOffset == offset, "\(text)")
        }
        // What was read before says which of the two it is.
        let first = LogClock.Moment(time: 1_792_890_000_000, utcOffset: 7200)
        var fresh = LogClock(.named("Europe/Berlin"), last: first.time)
        #expect(fresh.moment(of: try stamp("2026-10-25 02:30:00,000")).utcOffset == 3600)
        var earlier = LogClock(.named("Europe/Berlin"), last: first.time - 7200_000)
        #expect(earlier.moment(of: try stamp("2026-10-25 02:30:00,000")).utcOffset == 7200)
    }

    @Test func `a time that the clock jumped over is a moment all the same`() throws {
        var clock = LogClock(.named("Europe/Berlin"), last: nil)
        let before = clock.moment(of: try stamp("2026-03-29 01:59:59,000"))
        let inside = clock.moment(of: try stamp("2026-03-29 02:30:00,000"))
        let after = clock.moment(of: try stamp("2026-03-29 03:00:00,000"))
        #expect(before == LogClock.Moment(time: 1_774_745_999_000, utcOffset: 3600))
        #expect(inside.time == before.time + 1801_000)
        #expect(after == LogClock.Moment(time: 1_774_746_000_000, utcOffset: 7200))
    }

    @Test(arguments: names)
    func `every time of a year is the moment that the zone makes of it`(_ name: String) throws {
        let zone = ZoneRules.named(name)
        var clock = LogClock(zone, last: nil)
        for moment in stride(from: Int64(1_767_225_600), to: 1_798_761_600, by: 601) {
            let local = Date(timeIntervalSince1970: TimeInterval(moment + Int64(zone.offset(at: moment))))
            let text = local.formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space).timeSeparator(.colon))
            let read = clock.moment(of: try stamp(String(text.prefix(19)) + ",000"))
            #expect(read.time == moment * 1000, "\(name) \(text)")
        }
    }
}
