import Console

/// The stretch of time that a query asks for, and those beside it.
struct DashboardRange: Sendable, Hashable {
    let query: DashboardQuery
    /// From the first second, up to but without the last, in UTC epoch seconds.
    let span: Range<Int64>
    /// The seconds that were asked for: a stretch that ends now reaches back a little further.
    let length: Int64
    /// Whether it ends now and moves with the time.
    let isLive: Bool
    /// The name under which what was counted of it is kept: the same for as long as the same is asked for.
    let name: String
    private let now: Int64

    /// The longest stretch: ten years.
    private static let longest: Int64 = 3653 * 86_400
    /// The shortest that is zoomed into.
    static let shortest: Int64 = 60

    /// Reads a query as the list of events reads it.
    ///
    /// - Throws: `OperationError.invalid` with every fault.
    init(_ query: DashboardQuery, zone: Zone, now: Int64) throws(OperationError) {
        let fields = FormFields([("from", query.from), ("to", query.to)])
        let request = try EventRequest(fields, standard: EventEntry.Kind.usual, zone: zone, now: now)
        let start = (request.from ?? .ago(86_400)).beginning(now: now)
        let end = (request.to ?? .ago(0)).end(now: now)
        let last = end ?? now + 1
        guard start < last else { throw Self.empty }
        guard last - start <= Self.longest + RangeMoment.drift + 1 else {
            throw .invalid([FieldFault("from", "The range is longer than ten years.")])
        }
        self.query = query
        self.now = now
        span = start..<last
        isLive = end == nil
        name = [request.from ?? .ago(86_400), request.to ?? .ago(0)].map(Self.word).joined(separator: " to ")
        if case .ago(let seconds) = request.from, isLive { length = seconds } else { length = last - start }
        guard length > 0 else { throw Self.empty }
    }

    private static func word(_ moment: RangeMoment) -> String {
        switch moment {
        case .ago(let seconds): "now-\(seconds)"
        case .at(let seconds): "\(seconds)"
        }
    }

    private static let empty = OperationError.invalid([FieldFault("to", "The range ends before it begins.")])

    /// The stretch of the same length before.
    var back: DashboardQuery { DashboardQuery(span.lowerBound - length..<span.lowerBound) }

    /// The one after; nil where that has not begun.
    var forward: DashboardQuery? {
        guard !isLive, !isNow(span.upperBound) else { return nil }
        let end = span.upperBound + length
        return isNow(end) ? DashboardQuery(last: length) : DashboardQuery(span.upperBound..<end)
    }

    /// Whether a moment is as good as now: so much time passes while one looks at what was before.
    private func isNow(_ moment: Int64) -> Bool { moment + max(300, length / 20) >= now }

    /// One of twice the length, around the same middle as far as there is any time after it.
    var wider: DashboardQuery? {
        guard length * 2 <= Self.longest else { return nil }
        if isLive { return DashboardQuery(last: length * 2) }
        let end = span.upperBound + length / 2
        return end >= now ? DashboardQuery(last: length * 2) : DashboardQuery(end - length * 2..<end)
    }
}
