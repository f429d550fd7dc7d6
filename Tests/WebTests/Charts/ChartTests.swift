import HTML
import TestSupport
import Testing

@testable import Web

@Suite struct ChartTests {
    @Test(arguments: [
        (0, [0, 1]), (1, [0, 1]), (3, [0, 1, 2, 3]), (4, [0, 1, 2, 3, 4]), (5, [0, 2, 4, 6]), (9, [0, 5, 10]),
        (41, [0, 20, 40, 60]), (100, [0, 50, 100]), (1001, [0, 500, 1000, 1500]),
    ])
    func `an axis has few round marks and holds the greatest value`(greatest: Int, marks: [Int]) {
        let axis = NumberAxis(greatest: greatest)
        #expect(axis.marks == marks && axis.top == marks.last && axis.share(of: axis.top) == 1)
    }

    @Test(.shows("ASVS-1.4.2")) func `an axis holds any number`() {
        for greatest in [7, 77, 12_345, 999_999, 123_456_789] {
            let axis = NumberAxis(greatest: greatest)
            #expect(axis.top >= greatest && (2...5).contains(axis.marks.count))
        }
    }

    @Test func `bars stand upon each other at their times`() {
        let bars = StackedBars(
            axis: TimeAxis(0..<100, in: .utc), parts: [0..<50, 50..<100],
            series: [.init(style: "a", values: [1, 0]), .init(style: "b", values: [1, 3])])
        #expect(bars.totals == [2, 3])
        let outlines = bars.outlines(upTo: NumberAxis(greatest: 4))
        let markup = outlines.map { path(outline: $0).text }
        #expect(markup[0] == #"<path d="M1 75h498v25h-498z"></path>"#)
        #expect(markup[1] == #"<path d="M1 50h498v25h-498zM501 25h498v75h-498z"></path>"#)
    }

    @Test func `a line of numbers begins at 0, that of a level at its least`() {
        func line(_ sparkline: Sparkline) -> String { path(outline: sparkline.outlines.line).text }
        #expect(line(Sparkline(values: [0, 4])) == #"<path d="M0 22.5L100 1.5"></path>"#)
        #expect(line(Sparkline(values: [2, 4])) == #"<path d="M0 12L100 1.5"></path>"#)
        #expect(line(Sparkline(values: [2, 4], isFromZero: false)) == #"<path d="M0 22.5L100 1.5"></path>"#)
        #expect(line(Sparkline(values: [7, 7], isFromZero: false)) == #"<path d="M0 12L100 12"></path>"#)
        #expect(Sparkline(values: [7]).outlines.line.isEmpty)
    }

    @Test func `numbers are told in few letters`() {
        let words = [0, 999, 1000, 1500, 12_345, 999_999, 2_000_000].map { Figures.short($0) }
        #expect(words == ["0", "999", "1k", "1.5k", "12k", "999k", "2M"])
    }

    @Test func `a jail keeps its colour while others come and go, and no two share one`() {
        let names = ["sshd", "postfix", "dovecot", "nginx-http-auth", "recidive", "proftpd"]
        let colours = JailColours(names)
        #expect(Set(names.map { colours.style(of: $0) }).count == 6)
        #expect(JailColours(["sshd"]).style(of: "sshd") == JailColours(["sshd", "zz"]).style(of: "sshd"))
        #expect(colours.style(of: "unknown") == "series-other")
    }

    @Test func `a part is told by day and time, and by dates where it has whole days`() throws {
        var frame = PageFrame(title: "", csrfToken: "", assetHash: "", now: 0)
        frame.zone = try #require(Zone("Europe/Berlin"))
        func words(_ start: String, _ end: String) throws -> String {
            let (start, end) = (try #require(RFC3339.seconds(start)), try #require(RFC3339.seconds(end)))
            return partWords(start..<end, in: frame)
        }
        #expect(try words("2026-11-21T13:00:00Z", "2026-11-21T13:30:00Z") == "21 Nov 14:00–14:30")
        #expect(try words("2026-11-21T22:30:00Z", "2026-11-21T23:00:00Z") == "21 Nov 23:30–00:00")
        #expect(try words("2026-11-21T22:30:00Z", "2026-11-21T23:10:00Z") == "21 Nov 23:30–22 Nov 00:10")
        #expect(try words("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z") == "29 Mar")
        #expect(try words("2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z") == "16 Nov – 22 Nov")
        #expect(try words("2026-11-20T13:00:00Z", "2026-11-22T13:00:00Z") == "20 Nov 14:00 – 22 Nov 14:00")
        frame.now = try #require(RFC3339.seconds("2028-01-01T00:00:00Z"))
        #expect(shortDate(frame.now - 400 * 86_400, in: frame) == "27 Nov 2026")
    }
}
