/// The moments of the last tries of one key, at most eight: enough to say exactly whether one more fits into the
/// window.
///
/// Inline and of fixed size, so that a table of them has a known bound.
struct SlidingWindow: Hashable {
    /// The most tries a window can count.
    static let capacity = 8

    /// Seconds on the limiter's own scale plus one; zero is an empty place.
    private var moments = SIMD8<UInt32>(repeating: 0)

    /// Takes a try at `now` unless `limit` tries lie within `window`; nil when taken, else the seconds to wait.
    mutating func take(at now: UInt32, limit: Int, window: UInt32) -> UInt32? {
        forget(at: now, window: window)
        var oldest = UInt32.max
        var used = 0
        var free: Int?
        for index in 0..<Self.capacity {
            if moments[index] == 0 {
                free = index
            } else {
                used += 1
                oldest = min(oldest, moments[index])
            }
        }
        guard used < limit, let free else { return oldest - 1 + window - now }
        moments[free] = now + 1
        return nil
    }

    /// Gives back one try taken at `moment`.
    mutating func refund(_ moment: UInt32) {
        for index in 0..<Self.capacity where moments[index] == moment + 1 {
            moments[index] = 0
            return
        }
    }

    /// Whether no try lies within `window`.
    func isEmpty(at now: UInt32, window: UInt32) -> Bool {
        (0..<Self.capacity).allSatisfy { moments[$0] == 0 || moments[$0] - 1 + window <= now }
    }

    private mutating func forget(at now: UInt32, window: UInt32) {
        for index in 0..<Self.capacity where moments[index] != 0 {
            // The clock went back: a try from the future counts from now on, not for the length of the jump.
            if moments[index] > now + 1 { moments[index] = now + 1 }
            if moments[index] - 1 + window <= now { moments[index] = 0 }
        }
    }
}
