/// Whole steps of the clock on the wall of a zone: full hours, midnights, Mondays.
struct WallClock: Sendable {
    let zone: Zone

    static let day: Int64 = 86_400
    static let week: Int64 = 7 * day
    /// 1970-01-01 was a Thursday; weeks begin on Monday.
    private static let monday: Int64 = 4 * day

    /// The first moment after `moment` at which the clock shows a whole step: a part of a day that divides it, days, or
    /// weeks. What a change of the clocks cuts short or repeats is one step, shorter or longer than the others.
    func next(after moment: Int64, step: Int64) -> Int64 {
        let offset = zone.offset(at: moment)
        let wanted = Self.floored(moment + offset, step) + step
        let simple = wanted - offset
        let then = zone.offset(at: simple)
        guard then != offset, Self.floored(simple + then, step) != simple + then else { return simple }
        let changed = wanted - then
        return changed > moment ? changed : simple
    }

    /// The whole steps between two moments, the ends included.
    func steps(from start: Int64, through end: Int64, step: Int64) -> [Int64] {
        var steps: [Int64] = []
        var moment = next(after: start - 1, step: step)
        while moment <= end {
            steps.append(moment)
            moment = next(after: moment, step: step)
        }
        return steps
    }

    /// The whole step that a time on the wall lies in.
    private static func floored(_ local: Int64, _ step: Int64) -> Int64 {
        let anchor = step % week == 0 ? monday : 0
        let distance = local - anchor
        return anchor + (distance >= 0 ? distance / step : (distance - step + 1) / step) * step
    }
}
