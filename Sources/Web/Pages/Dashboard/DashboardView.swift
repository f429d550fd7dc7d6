import Console

/// What the dashboard shows.
struct DashboardView: Sendable {
    var range: DashboardRange
    /// The length of a bar, in seconds.
    var step: Int64
    var figures: DashboardFigures
    /// The newest events of the range.
    var feed: [EventRow] = []
    /// Why nothing is shown; nil where something happened.
    var emptiness: Emptiness?
    /// The ends of the range as fields of time have them; empty where they are none.
    var picked: (from: String, to: String) = ("", "")
    /// Where from; nil where the live part alone is asked for, since the map is fetched by itself.
    var map: MapView?
    /// The events of the range on the command line.
    var command = ""

    /// Jails that are told apart by colour; those with less are shown together.
    static let shownJails = 6

    /// The jails with the most attempts, and all others as one, which has no name.
    var shownJails: [JailFigures] {
        let jails = figures.jails
        guard jails.count > Self.shownJails else { return jails }
        let rest = jails[(Self.shownJails - 1)...]
        var others = JailFigures(name: "", parts: figures.parts.count)
        for jail in rest {
            others.attempts = zip(others.attempts, jail.attempts).map(+)
            others.bans = zip(others.bans, jail.bans).map(+)
        }
        return jails.prefix(Self.shownJails - 1) + [others]
    }
}

/// Colours of jails, which stay the same as far as they can while others come and go.
struct JailColours: Sendable {
    private var slots: [String: Int] = [:]

    private static let count = 6

    /// Gives each of the jails, of which there are no more than colours, one of its own.
    init(_ jails: [String]) {
        var free = Set(0..<Self.count)
        for jail in jails.sorted() {
            // FNV-1a, so that a name's colour is the same on every page and after every start.
            let hash = jail.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            let wanted = Int(hash % UInt32(Self.count))
            guard let slot = (0..<Self.count).map({ (wanted + $0) % Self.count }).first(where: free.contains) else {
                return
            }
            free.remove(slot)
            slots[jail] = slot
        }
    }

    /// The class of a jail's colour; that of all others where it has none.
    func style(of jail: String) -> String { slots[jail].map { "series-\($0)" } ?? "series-other" }
}
