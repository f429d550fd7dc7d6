import Storage
import Synchronization

/// Where what happened came from.
public final class Places: Sendable {
    let database: any Database
    let origins: OriginFinder
    private let countries: KeptAnswers<PlaceFigures>
    private let networks: KeptAnswers<[NetworkFigures]>
    private let inForce: Mutex<MapThresholds>

    /// Networks that are named.
    public static let networks = 8

    init(
        database: any Database, origins: OriginFinder, pulse: Pulse, line: CountingLine, thresholds: MapThresholds
    ) {
        self.database = database
        self.origins = origins
        countries = KeptAnswers(pulse: pulse)
        networks = KeptAnswers(pulse: pulse, line: line)
        inForce = Mutex(thresholds)
    }

    /// The numbers at which the colours of the map change.
    public var thresholds: MapThresholds { inForce.withLock { $0 } }

    /// Has other numbers hold from now on.
    func hold(to thresholds: MapThresholds) { inForce.withLock { $0 = thresholds } }

    /// Whether there is any data to look addresses up in.
    public var hasData: Bool { origins.hasData }

    /// What came from which country in a stretch of time, in UTC epoch seconds; nil while it is being counted. What was counted is
    /// kept for some seconds under `name`, which is what the stretch is called where it moves with the time.
    public func figures(in span: Range<Int64>, name: String) async throws -> PlaceFigures? {
        try await countries.answer(to: name) { [database] in
            try await database.read { transaction in
                let countries = try transaction.events.countries(in: span).map {
                    CountryFigures(code: $0.country, attempts: Int($0.attempts), bans: Int($0.bans))
                }
                var figures = PlaceFigures(countries: countries)
                for count in try transaction.events.counts(in: [span], kinds: [.found, .attempt, .ban]) {
                    if count.kind == .ban {
                        figures.bansOfAll += Int(count.count)
                    } else {
                        figures.attemptsOfAll += Int(count.count)
                    }
                }
                return figures
            }
        }
    }

    /// The networks from which most came in a stretch of time; nil while they are being counted, since that takes a look at each event.
    public func networks(in span: Range<Int64>, name: String) async throws -> [NetworkFigures]? {
        try await networks.answer(to: name) { [database] in
            var sums = NetworkSums()
            try await GentleCount.forEach(try await database.read { try $0.events.buckets(in: span) }) { bucket in
                sums.add(try await database.read { try $0.events.networkSums(in: span, bucket: bucket) })
            }
            return try await database.read { [sums] in try $0.events.topNetworks(sums, limit: Self.networks) }.map {
                NetworkFigures(
                    number: $0.number, name: $0.name.isEmpty ? nil : $0.name, attempts: Int($0.attempts),
                    bans: Int($0.bans))
            }
        }
    }
}
