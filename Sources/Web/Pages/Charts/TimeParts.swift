/// A stretch of time in parts that fall on whole steps of the clock; the first and the last may be shorter.
struct TimeParts: Sendable {
    /// The parts, which follow each other, in UTC epoch seconds.
    let parts: [Range<Int64>]
    /// The length of a whole part, in seconds.
    let step: Int64

    /// Steps that parts may have, in seconds, up to a week.
    private static let steps: [Int64] = [60, 120, 300, 900, 1800, 3600, 10_800, 21_600, 86_400, WallClock.week]
    /// Parts of a stretch at most, but for days, which are told apart by their dates.
    private static let most: Int64 = 60
    private static let mostDays: Int64 = 92

    /// - Parameter span: not empty, and no longer than some thousand years.
    init(_ span: Range<Int64>, in zone: Zone) {
        let length = span.upperBound - span.lowerBound
        let fitting = Self.steps.first { length <= $0 * ($0 == WallClock.day ? Self.mostDays : Self.most) }
        // Very long stretches have parts of some weeks.
        let weeks = (length + WallClock.week * Self.most - 1) / (WallClock.week * Self.most)
        step = fitting ?? WallClock.week * weeks
        let clock = WallClock(zone: zone)
        let inner = clock.steps(from: span.lowerBound + 1, through: span.upperBound - 1, step: step)
        let ends = [span.lowerBound] + inner + [span.upperBound]
        parts = zip(ends, ends.dropFirst()).map { $0..<$1 }
    }
}
