/// How many events of one kind a jail had in one of several stretches of time.
public struct EventCount: Hashable, Sendable {
    /// Which of the stretches that were asked for.
    public var stretch: Int
    /// The host.
    public var host: String
    /// The jail; empty for the daemon itself.
    public var jail: String
    /// The kind.
    public var kind: EventKind
    /// The number.
    public var count: Int64

    /// Takes each part as it is.
    public init(stretch: Int, host: String, jail: String, kind: EventKind, count: Int64) {
        self.stretch = stretch
        self.host = host
        self.jail = jail
        self.kind = kind
        self.count = count
    }
}

extension Events {
    /// How many events of some kinds each jail had in each of several stretches of time, in no order; what had none is left
    /// out. Events that were removed for their age are counted still, as far as whole quarters of an hour tell of them.
    ///
    /// - Parameters:
    ///   - stretches: in UTC epoch seconds; they may be of any length and overlap.
    ///   - now: the moment, in UTC epoch seconds, behind which hardly anything happened: it saves looking at each of the last events.
    public func counts(
        in stretches: [Range<Int64>], kinds: Set<EventKind>, now: Int64? = nil
    ) throws -> [EventCount] {
        let series = try series().filter { EventKind(rawValue: $0.kind).map { kinds.contains($0) } ?? false }
        let numbers = series.map(\.number)
        var sums: [Int64: [Int64]] = [:]
        try forEachSum(stretches, of: numbers, now: now, edges: DashboardStatement.edges) { stretch, series, count in
            sums[series, default: Array(repeating: 0, count: stretches.count)][stretch] += count
        }
        return series.flatMap { series in
            (sums[series.number] ?? []).enumerated().compactMap { stretch, count in
                guard count > 0, let kind = EventKind(rawValue: series.kind) else { return nil }
                return EventCount(stretch: stretch, host: series.host, jail: series.jail, kind: kind, count: count)
            }
        }
    }

    /// How many addresses were seen for the first time in each of several stretches of time.
    ///
    /// - Parameters:
    ///   - stretches: in UTC epoch seconds.
    ///   - now: as of `counts`.
    public func newAddresses(in stretches: [Range<Int64>], now: Int64? = nil) throws -> [Int64] {
        var counts = Array(repeating: Int64(0), count: stretches.count)
        try forEachSum(
            stretches, of: [EventSums.newAddresses], now: now, edges: DashboardStatement.edgesOfAddresses
        ) { stretch, _, count in
            counts[stretch] += count
        }
        return counts
    }

    /// When the first quarter of an hour with an event began, in UTC epoch seconds, whether or not the event is still kept;
    /// nil where there never was one.
    public func firstQuarter() throws -> Int64? {
        try transaction.first(
            """
            SELECT MIN(first) FROM (SELECT (SELECT MIN(h.number) FROM event_sums h
                WHERE h.width = 900 AND h.series_number = s.series_number) AS first FROM event_series s) t
            """
        ) { $0.optionalInteger(0).map { $0 * 900 } } ?? nil
    }

    /// Counts as the other does, with the edges counted for all series at once by `edge`.
    func forEachSum(
        _ stretches: [Range<Int64>], of series: [Int64], edge: (SumPieces.Piece) throws -> Void,
        _ body: (_ series: Int64, _ count: Int64) -> Void
    ) throws {
        let pieces = SumPieces(stretches)
        for piece in pieces.edges { try edge(piece) }
        for start in stride(from: 0, to: series.count, by: DashboardStatement.most) {
            let some = series[start..<min(start + DashboardStatement.most, series.count)]
            for width in EventSums.widths {
                guard let sums = pieces.sums[width], !sums.isEmpty else { continue }
                let statement = DashboardStatement.sums(pieces: sums.count, series: some.count)
                try transaction.forEach(statement.sql, statement.arguments(sums, some, width: width)) { row in
                    body(row.integer(1), row.integer(2))
                }
            }
        }
    }

    private func forEachSum(
        _ stretches: [Range<Int64>], of series: [Int64], now: Int64?, edges: (Int, Int) -> DashboardStatement,
        _ body: (_ stretch: Int, _ series: Int64, _ count: Int64) -> Void
    ) throws {
        guard !series.isEmpty else { return }
        let pieces = SumPieces(stretches, now: now)
        for start in stride(from: 0, to: series.count, by: DashboardStatement.most) {
            let some = series[start..<min(start + DashboardStatement.most, series.count)]
            func read(
                _ pieces: [SumPieces.Piece], _ make: (Int, Int) -> DashboardStatement, width: Int64?, sign: Int64 = 1
            ) throws {
                guard !pieces.isEmpty else { return }
                let statement = make(pieces.count, some.count)
                try transaction.forEach(statement.sql, statement.arguments(pieces, some, width: width)) { row in
                    body(Int(row.integer(0)), row.integer(1), sign * row.integer(2))
                }
            }
            try read(pieces.edges, edges, width: nil)
            try read(pieces.surplus, edges, width: nil, sign: -1)
            for width in EventSums.widths {
                try read(pieces.sums[width] ?? [], DashboardStatement.sums, width: width)
            }
        }
    }
}
