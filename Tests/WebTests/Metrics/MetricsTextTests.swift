import Hummingbird
import Testing

@testable import Console
@testable import Web

@Suite struct MetricsTextTests {
    @Test func `a label cannot end before its end`() {
        var text = MetricsText()
        text.gauge("one", "A number.", [.init(1.5, ("jail", "a\"b\\c\nd"))])
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == "# HELP one A number.\n# TYPE one gauge\none{jail=\"a\\\"b\\\\c\\nd\"} 1.5\n")
    }

    @Test func `durations are counted up to each bound`() {
        var times = DurationHistogram(bounds: [1_000_000, 10_000_000])
        for milliseconds in [1, 2, 10, 11] { times.add(.milliseconds(milliseconds)) }
        var text = MetricsText()
        text.histogram("t", "Times.", [(nil, times)])
        let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").dropFirst(2)
        #expect(
            lines == [
                #"t_bucket{le="0.001"} 1"#, #"t_bucket{le="0.01"} 3"#, #"t_bucket{le="+Inf"} 4"#, "t_sum 0.024",
                "t_count 4",
            ])
    }

    @Test func `jails beyond the bound share a label, and those that have one keep it`() {
        let labels = JailLabels()
        let many = (0..<300).map { (jail: "jail\($0)", count: 1) }
        let sums = labels.sums(many)
        #expect(sums.count == JailLabels.most + 1)
        #expect(sums.first { $0.jail == JailLabels.other }?.count == 100)
        #expect(labels.sums([("jail0", 3), ("jail299", 4)]).map(\.jail) == ["jail0", "other"])
    }

    @Test func `a count of events never falls`() {
        let labels = JailLabels()
        func told(_ count: Int64) -> Int64? {
            labels.events([StoredFigures.Events(jail: "one", kind: .ban, count: count)]).first?.count
        }
        #expect([told(5), told(4), told(5), told(7)] == [5, 5, 5, 7])
    }

    @Test func `a jail that ran and does not is down, and all are while fail2ban is`() {
        let labels = JailLabels()
        _ = labels.states(running: ["a", "b"], stopped: [], isUp: true)
        let states = labels.states(running: ["a"], stopped: ["c"], isUp: true)
        #expect(states.map(\.jail) == ["a", "b", "c"] && states.map(\.runs) == [true, false, false])
        #expect(labels.states(running: ["a"], stopped: [], isUp: false).allSatisfy { !$0.runs })
    }

    @Test func `made-up methods and more routes than there are become one`() {
        let tally = RequestTally()
        for number in 0..<1000 {
            tally.note(.get, route: "/\(number)", status: 200, took: .zero)
            if let method = HTTPRequest.Method("M\(number)") {
                tally.note(method, route: nil, status: 404, took: .zero)
            }
        }
        #expect(tally.times.count <= RequestTally.mostRoutes + 1)
        #expect(tally.requests[.init(route: "other", method: "other", status: 4)] == 1000)
    }
}
