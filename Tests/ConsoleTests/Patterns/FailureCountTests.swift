import Testing

@testable import Console
@testable import Storage

struct FailureCountTests {
    private static func sight(_ id: String, _ at: Int64, _ kind: EventKind = .found, jail: String = "a") -> EventSight {
        EventSight(id: id, moment: at * 1000, jail: jail, kind: kind)
    }

    private static func count(
        _ sights: [EventSight], banned: [String: Set<String>] = [:],
        rules: [String: FailureCount.Rule] = ["a": .init(maxRetry: 5, findTime: 100)]
    ) -> [FailingAddress] {
        FailureCount(rules: rules, banned: banned, now: 1000).failing(sights.sorted { $0.moment > $1.moment })
    }

    @Test func `only failures within the findtime and since the last ban count`() {
        let failing = Self.count([
            Self.sight("old", 899), Self.sight("edge", 901), Self.sight("one", 950), Self.sight("one", 960),
            Self.sight("came back", 910), Self.sight("came back", 920, .ban), Self.sight("came back", 990),
        ])
        #expect(failing.map(\.id) == ["one", "came back", "edge"])
        #expect(failing.map(\.failures) == [2, 1, 1])
        #expect(failing.map(\.missing) == [3, 4, 4])
        #expect(failing.first?.firstAt == 950 && failing.first?.lastAt == 960)
    }

    @Test func `who is banned in the jail is not among them, who is banned in another is`() {
        let sights = [Self.sight("one", 950), Self.sight("one", 960, jail: "b")]
        #expect(Self.count(sights, banned: ["a": ["one"]]).map(\.jail) == ["b"])
        #expect(Self.count(sights, banned: ["b": ["one"]]).map(\.jail) == ["a"])
    }

    @Test func `those that lack the fewest failures come first, those of jails without an answer last`() {
        let rules = ["a": FailureCount.Rule(maxRetry: 5, findTime: 100), "b": .init(maxRetry: 2, findTime: 100)]
        let failing = Self.count(
            [
                Self.sight("far", 950), Self.sight("near", 950, jail: "b"), Self.sight("nobody knows", 990, jail: "c"),
                Self.sight("enough", 950, jail: "b"), Self.sight("enough", 951, jail: "b"),
                Self.sight("enough", 952, jail: "b"),
            ], rules: rules)
        #expect(failing.map(\.id) == ["enough", "near", "far", "nobody knows"])
        #expect(failing.map(\.missing) == [0, 1, 4, nil])
    }
}
