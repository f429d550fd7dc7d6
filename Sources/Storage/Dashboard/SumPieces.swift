/// Stretches of time, cut into the parts that sums are kept of and what is left at their edges.
struct SumPieces {
    /// A part of one of the stretches.
    struct Piece: Hashable {
        /// Which of the stretches.
        let stretch: Int
        /// From, and up to but without: in milliseconds, or in numbers of sums.
        let low: Int64
        let high: Int64
    }

    /// What is to be counted event by event, in UTC epoch milliseconds.
    private(set) var edges: [Piece] = []
    /// What is to be counted event by event and taken off again, in UTC epoch milliseconds.
    private(set) var surplus: [Piece] = []
    /// The sums to be added, by their width in seconds.
    private(set) var sums: [Int64: [Piece]] = [:]

    private let now: Int64?

    /// - Parameters:
    ///   - stretches: in UTC epoch seconds.
    ///   - now: the moment; in its quarter of an hour much may have happened before it and hardly anything after, so that the sum
    ///     of the quarter is taken and what lies behind it taken off. Nil where nothing of that kind is known.
    init(_ stretches: [Range<Int64>], now: Int64? = nil) {
        self.now = now
        for (number, stretch) in stretches.enumerated() where !stretch.isEmpty {
            cut(number, stretch.lowerBound.milliseconds..<stretch.upperBound.milliseconds, EventSums.widths[...])
        }
    }

    /// Takes the longest parts first; what is left at both ends is cut into shorter ones.
    private mutating func cut(_ stretch: Int, _ span: Range<Int64>, _ widths: ArraySlice<Int64>) {
        guard let width = widths.first else {
            return cutQuarter(stretch, span)
        }
        let low = (span.lowerBound + width * 1000 - 1).flooredStretch(of: width)
        let high = span.upperBound.flooredStretch(of: width)
        guard low < high else { return cut(stretch, span, widths.dropFirst()) }
        sums[width, default: []].append(Piece(stretch: stretch, low: low, high: high))
        let (start, end) = (low * width * 1000, high * width * 1000)
        if span.lowerBound < start { cut(stretch, span.lowerBound..<start, widths.dropFirst()) }
        if end < span.upperBound { cut(stretch, end..<span.upperBound, widths.dropFirst()) }
    }

    /// Takes a part of one or two quarters of an hour.
    private mutating func cutQuarter(_ stretch: Int, _ span: Range<Int64>) {
        let number = span.lowerBound.flooredStretch(of: 900)
        let quarter = (number * 900_000)..<((number + 1) * 900_000)
        guard let now, quarter.contains(now.milliseconds), span.lowerBound == quarter.lowerBound,
            span.upperBound <= quarter.upperBound
        else {
            return edges.append(Piece(stretch: stretch, low: span.lowerBound, high: span.upperBound))
        }
        sums[900, default: []].append(Piece(stretch: stretch, low: number, high: number + 1))
        surplus.append(Piece(stretch: stretch, low: span.upperBound, high: quarter.upperBound))
    }
}
