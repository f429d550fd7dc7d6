/// The stretch of time that the dashboard shows: kept wholly in its address.
struct DashboardQuery: Sendable, Hashable {
    /// The ends as they were asked for: `now-24h`, RFC 3339, or a time in the zone of the pages.
    var from = Self.standard
    var to = Self.now

    /// The last day.
    static let standard = "now-24h"
    static let now = "now"

    /// The query's pairs, without those that say the standard.
    var parameters: [(name: String, value: String)] {
        self == DashboardQuery() ? [] : [("from", from), ("to", to)]
    }

    /// The events of the stretch.
    var events: EventListQuery { EventListQuery(from: from, to: to == Self.now ? "" : to) }
}

extension DashboardQuery {
    /// Reads the pairs of an address; what is empty says the standard.
    init(parameters: FormFields) {
        from = parameters.all("from").last { !$0.isEmpty } ?? Self.standard
        to = parameters.all("to").last { !$0.isEmpty } ?? Self.now
    }

    /// A stretch between two moments, in UTC epoch seconds.
    init(_ span: Range<Int64>) {
        from = RFC3339.text(span.lowerBound)
        to = RFC3339.text(span.upperBound)
    }

    /// The last so many seconds, in the greatest unit that tells them.
    init(last seconds: Int64) {
        let units: [(size: Int64, name: String)] = [(604_800, "w"), (86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]
        // A day is 24 h, and a week 7 d, as the presets say it.
        let unit = units.first { seconds % $0.size == 0 && seconds / $0.size > 1 } ?? (1, "s")
        from = "now-\(seconds / unit.size)\(unit.name)"
    }
}
