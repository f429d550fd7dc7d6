import Console
import Testing

@testable import Web

@Suite struct DashboardRangeTests {
    private let now: Int64 = 1_000_000_000

    private func range(_ from: String, _ to: String = "now") throws -> DashboardRange {
        try DashboardRange(DashboardQuery(from: from, to: to), zone: .utc, now: now)
    }

    @Test func `a range that ends now reaches back as the list of events does`() throws {
        let range = try range("now-24h")
        #expect(range.span == now - 86_460..<now + 1 && range.isLive && range.length == 86_400)
        #expect(range.query.events == EventListQuery(from: "now-24h"))
        #expect(try self.range("now-2h", "now-1h").span == now - 7260..<now - 3600)
    }

    @Test func `what is counted is kept under the same name while the time goes on, and in each zone under its own`()
        throws
    {
        let later = try DashboardRange(DashboardQuery(from: "now-24h", to: "now"), zone: .utc, now: now + 9)
        #expect(try range("now-24h").name == later.name && later.name != range("now-24h", "now-1h").name)
        let berlin = try #require(Zone("Europe/Berlin"))
        let local = DashboardQuery(from: "2001-09-09T00:00", to: "now")
        let (here, there) = try (
            DashboardRange(local, zone: .utc, now: now), DashboardRange(local, zone: berlin, now: now)
        )
        #expect(here.name != there.name)
    }

    @Test func `one goes back by the length, and forward up to now`() throws {
        let day = try range("now-24h")
        #expect(day.forward == nil)
        let before = try DashboardRange(day.back, zone: .utc, now: now)
        #expect(before.span == now - 86_460 - 86_400..<now - 86_460 && !before.isLive)
        let twice = try DashboardRange(before.back, zone: .utc, now: now)
        #expect(twice.forward == before.query)
        // A minute later too.
        let later = try DashboardRange(day.back, zone: .utc, now: now + 60)
        #expect(before.forward == DashboardQuery(last: 86_400) && later.forward == before.forward)
        #expect(DashboardQuery(last: 86_400).from == "now-24h")
    }

    @Test func `a wider range has twice the length and ends now at the latest`() throws {
        #expect(try range("now-7d").wider == DashboardQuery(from: "now-2w", to: "now"))
        #expect(
            try range("2001-01-01T00:00:00Z", "2001-01-01T02:00:00Z").wider
                == DashboardQuery(
                    from: "2000-12-31T23:00:00Z", to: "2001-01-01T03:00:00Z"))
        #expect(try range("2001-09-09T01:16:40Z", "2001-09-09T01:46:00Z").wider?.to == "now")
        #expect(try range("now-3000d").wider == nil)
    }

    @Test(arguments: [("now-1h", "now-2h"), ("now", "now"), ("now-20y", "now"), ("x", "now"), ("now-9999d", "now")])
    func `a range that is none is refused`(from: String, to: String) {
        #expect(throws: OperationError.self) { try range(from, to) }
    }

    @Test func `a span is told in its greatest unit`() {
        let words = [60, 120, 5400, 86_400, 172_800, 1_209_600].map { DashboardQuery(last: $0).from }
        #expect(words == ["now-60s", "now-2m", "now-90m", "now-24h", "now-2d", "now-2w"])
    }
}
