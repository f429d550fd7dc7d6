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
