import TestSupport
import Testing

@testable import Web

/// Parts of time fall on the whole steps of a wall's clock, whatever the zone does.
@Suite struct TimePartsTests {
    private static let zones = [
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
        "America/St_Johns", "Pacific/Chatham",
    ]

    private func zone(_ name: String) throws -> Zone { try #require(Zone(name)) }

    private func time(_ text: String) throws -> Int64 { try #require(RFC3339.seconds(text)) }

    @Test(arguments: zones)
    func `parts follow each other without a gap, and their inner ends are whole steps`(name: String) throws {
        let zone = try zone(name)
        // Over a change of the clocks of each of these zones.
        for end in ["2026-03-09T12:34:56Z", "2026-03-30T01:00:00Z", "2026-04-06T07:00:01Z", "2026-11-02T00:00:00Z"] {
            let end = try time(end)
            for length in [1, 59, 3661, 6 * 3600, 86_461, 3 * 86_400, 7 * 86_400, 30 * 86_400, 400 * 86_400] as [Int64]
            {
                let parts = TimeParts(end - length..<end, in: zone)
                #expect(parts.parts.first?.lowerBound == end - length && parts.parts.last?.upperBound == end)
                #expect(zip(parts.parts, parts.parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
                #expect(parts.parts.allSatisfy { !$0.isEmpty } && parts.parts.count <= 94, "\(length)")
                for part in parts.parts.dropFirst() {
                    let local = part.lowerBound + zone.offset(at: part.lowerBound)
                    let anchor: Int64 = parts.step >= 604_800 ? 4 * 86_400 : 0
                    #expect((local - anchor) % min(parts.step, 604_800) == 0, "\(name) \(length) \(part.lowerBound)")
                }
            }
        }
    }

    @Test(.shows("ABUSE-36")) func `days have 23 and 25 hours where the clocks change`() throws {
        let berlin = try zone("Europe/Berlin")
        for (start, hours) in [
            ("2026-03-26T23:00:00Z", [24, 24, 23, 24]), ("2026-10-22T22:00:00Z", [24, 24, 25, 24]),
        ] {
            let start = try time(start)
            let days = WallClock(zone: berlin).steps(from: start, through: start + 4 * 86_400 + 7200, step: 86_400)
            #expect(zip(days, days.dropFirst()).prefix(4).map { Int($1 - $0) / 3600 } == hours)
        }
    }

    @Test func `an hour that comes twice is two parts, and one that is left out is none`() throws {
        let berlin = WallClock(zone: try zone("Europe/Berlin"))
        let autumn = try time("2026-10-25T00:00:00Z")
        #expect(
            berlin.steps(from: autumn, through: autumn + 3 * 3600, step: 3600).map { $0 - autumn } == [
                0, 3600, 7200, 10_800,
            ])
        let spring = try time("2026-03-29T00:00:00Z")
        #expect(berlin.steps(from: spring, through: spring + 7200, step: 3600).map { $0 - spring } == [0, 3600, 7200])
        // 00:00, 03:00 and 06:00 of that day are two and three hours apart.
        let midnight = try time("2026-03-28T23:00:00Z")
        #expect(
            berlin.steps(from: midnight, through: midnight + 18_000, step: 10_800).map { $0 - midnight } == [
                0, 7200, 18_000,
            ])
    }

    @Test func `half hours and quarters of zones are whole hours of theirs`() throws {
        let start = try time("2026-11-21T10:00:00Z")
        for (name, minutes) in [("Asia/Kolkata", [30, 90]), ("Asia/Kathmandu", [15, 75]), ("UTC", [0, 60])] {
            let steps = WallClock(zone: try zone(name)).steps(from: start, through: start + 5400, step: 3600)
            #expect(steps.map { Int($0 - start) / 60 } == minutes, "\(name)")
        }
    }

    @Test func `weeks begin on Monday`() throws {
        let weeks = WallClock(zone: .utc).steps(
            from: try time("2026-11-01T00:00:00Z"), through: try time("2026-11-17T00:00:00Z"), step: WallClock.week)
        #expect(
            weeks.map { RFC3339.text($0) } == ["2026-11-02T00:00:00Z", "2026-11-09T00:00:00Z", "2026-11-16T00:00:00Z"])
    }

    @Test func `marks of an axis are few, and tell midnights by their date`() throws {
        let end = try time("2026-11-21T12:00:00Z")
        for length in [61, 3600, 86_400, 604_800, 30 * 86_400, 3653 * 86_400] as [Int64] {
            let axis = TimeAxis(end - length..<end, in: .utc)
            #expect((1...12).contains(axis.marks.count), "\(length)")
            #expect(axis.marks.allSatisfy { (0...1).contains($0.place) })
        }
        let day = TimeAxis(end - 86_400..<end, in: .utc)
        #expect(day.marks.filter(\.isDate).map(\.at) == [end - 43_200])
    }
}
