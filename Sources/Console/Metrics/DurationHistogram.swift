/// How many of some durations were at most as long as each of a few bounds.
public struct DurationHistogram: Sendable {
    /// The bounds in nanoseconds, the shortest first.
    public let bounds: [Int64]
    /// How many durations lie between two bounds; the last number is of those beyond all.
    public private(set) var counts: [Int64]
    /// All durations together, in nanoseconds.
    public private(set) var sum: Int64 = 0

    /// Counts nothing yet.
    public init(bounds: [Int64]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Counts one.
    public mutating func add(_ duration: Duration) {
        let parts = duration.components
        let nanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        counts[bounds.firstIndex { nanoseconds <= $0 } ?? bounds.count] += 1
        sum += nanoseconds
    }

    /// Bounds for what takes less than a millisecond where all is well: signs of life and transactions, in nanoseconds.
    static let short: [Int64] = [100, 250, 500, 1000, 2500, 5000, 10_000, 50_000, 250_000, 1_000_000].map { $0 * 1000 }
    /// Bounds for answers to people and programs, in nanoseconds.
    public static let answers: [Int64] = [1, 2, 5, 10, 25, 50, 100, 500, 2500].map { $0 * 1_000_000 }
}
