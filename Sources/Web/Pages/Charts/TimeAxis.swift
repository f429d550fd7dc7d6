/// Where a chart's axis of time has its marks, and what they say.
struct TimeAxis: Sendable {
    /// One mark.
    struct Mark: Sendable, Hashable {
        /// In UTC epoch seconds.
        var at: Int64
        /// Its place from 0, the beginning, to 1.
        var place: Double
        /// Whether it shows a date rather than a time of day.
        var isDate: Bool
        /// Whether a narrow chart can do without it.
        var isMinor: Bool
    }

    let span: Range<Int64>
    let marks: [Mark]

    private static let steps: [Int64] = [
        60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 2 * 86_400, WallClock.week,
        2 * WallClock.week, 4 * WallClock.week, 8 * WallClock.week, 13 * WallClock.week, 26 * WallClock.week,
        52 * WallClock.week,
    ]
    /// Marks at most.
    private static let most: Int64 = 10

    init(_ span: Range<Int64>, in zone: Zone) {
        self.span = span
        let length = span.upperBound - span.lowerBound
        let step = Self.steps.first { length <= $0 * Self.most } ?? length / Self.most / WallClock.week * WallClock.week
        let clock = WallClock(zone: zone)
        let moments = clock.steps(from: span.lowerBound, through: span.upperBound, step: step)
        marks = moments.enumerated().map { number, at in
            let isMidnight = (at + zone.offset(at: at)) % WallClock.day == 0
            return Mark(
                at: at, place: Double(at - span.lowerBound) / Double(length),
                isDate: isMidnight || step >= WallClock.day,
                isMinor: number % 2 == 1)
        }
    }

    /// The place of a moment from 0, the beginning, to 1.
    func place(of moment: Int64) -> Double {
        Double(moment - span.lowerBound) / Double(span.upperBound - span.lowerBound)
    }
}
