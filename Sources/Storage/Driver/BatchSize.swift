/// How many rows one of many batches takes, so that each holds the writer about as long as it may: what would have fitted into
/// that time, but between a tenth and twice of what the batch before had.
public struct BatchSize: Hashable, Sendable {
    /// Rows of the next batch.
    public private(set) var count: Int
    /// How long a batch should take.
    private let aim: Duration
    private let bounds: ClosedRange<Int>

    /// - Parameters:
    ///   - first: rows of the first batch.
    ///   - aim: how long each should take, its commit included.
    ///   - bounds: rows of each, at least and at most.
    public init(first: Int, aim: Duration, in bounds: ClosedRange<Int>) {
        count = min(max(first, bounds.lowerBound), bounds.upperBound)
        self.aim = aim
        self.bounds = bounds
    }

    /// Chooses the next by how long one of this size took.
    public mutating func adapt(to held: Duration) {
        let share = aim / max(held, .microseconds(100))
        let wanted = Int(Double(count) * min(max(share, 0.1), 2))
        count = min(max(wanted, bounds.lowerBound), bounds.upperBound)
    }
}
