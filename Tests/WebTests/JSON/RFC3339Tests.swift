import Foundation
import Testing

@testable import Web

@Suite struct RFC3339Tests {
    @Test func `times are written as Foundation writes them`() {
        var generator = SeededGenerator(seed: 2)
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 0) ?? .gmt)
        // From the first day of the Gregorian calendar in use to the last second of the year 9999.
        for _ in 0..<20_000 {
            let time = Int64.random(in: -12_219_292_800...253_402_300_799, using: &generator)
            #expect(RFC3339.text(time) == style.format(Date(timeIntervalSince1970: Double(time))), "\(time)")
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"), (.min, "0000-01-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"), (.max, "9999-12-31T23:59:59Z"),
    ])
    func `the edges of calendar and range are right`(time: Int64, text: String) {
        #expect(RFC3339.text(time) == text)
    }
}

@Suite struct RFC3339ReadingTests {
    @Test func `what is written is read back`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let time = Int64.random(in: -62_167_219_200...253_402_300_799, using: &generator)
            #expect(RFC3339.seconds(RFC3339.text(time)) == time)
        }
    }

    @Test(arguments: [
        ("2026-11-21T02:27:24Z", 1_795_228_044), ("2026-11-21t02:27:24.999z", 1_795_228_044),
        ("2026-11-21 02:27:24Z", 1_795_228_044), ("2026-11-21T03:27:24+01:00", 1_795_228_044),
        ("2026-11-21T03:27:24 01:00", 1_795_228_044), ("2026-11-20T21:57:24-04:30", 1_795_228_044),
        ("2016-12-31T23:59:60Z", 1_483_228_800), ("2000-02-29T00:00:00Z", 951_782_400),
    ])
    func `every form of the standard is read`(text: String, time: Int64) {
        #expect(RFC3339.seconds(text) == time)
    }

    @Test(arguments: [
        "", "2026", "2026-11-21", "2026-11-21T02:27:24", "2026-11-21T02:27Z", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00+24:00", "+026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+01:00 ", "\u{ff12}026-01-01T00:00:00Z", "2026-01-01T00:00:0-Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(RFC3339.seconds(text) == nil)
    }
}
