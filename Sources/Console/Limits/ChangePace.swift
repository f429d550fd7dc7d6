internal import Synchronization

/// How often someone may do what is theirs to do and leaves an entry of the audit log each time: so many at once, then one in a while.
/// Whoever may change nothing else must not fill the log, and the disk, by it.
///
/// One moment for each key: the one at which all that was done has been paid for (GCRA).
public final class ChangePace: Sendable {
    private let burst: Int64
    private let period: Int64
    private let capacity: Int
    private let now: @Sendable () -> Int64
    private let paid = Mutex<[Int64: Int64]>([:])

    /// - Parameters:
    ///   - burst: how many are free at once.
    ///   - period: the seconds in which one more becomes free.
    ///   - capacity: keys that are remembered; beyond it, the one who owes least is forgotten.
    ///   - now: seconds.
    public init(burst: Int64, period: Int64, capacity: Int = 16_384, now: @escaping @Sendable () -> Int64) {
        self.burst = burst
        self.period = period
        self.capacity = capacity
        self.now = now
    }

    /// Takes one for a key; gives the seconds to wait where none is free.
    public func take(_ key: Int64) -> Int64? {
        let moment = now()
        return paid.withLock { paid in
            // A clock that was set back makes nobody wait for longer than all that can be owed.
            let owed = min(max(paid[key] ?? moment, moment), moment + burst * period)
            let wait = owed - moment - (burst - 1) * period
            guard wait <= 0 else { return wait }
            if paid[key] == nil, paid.count >= capacity { makePlace(in: &paid, at: moment) }
            paid[key] = owed + period
            return nil
        }
    }

    /// Forgets those who owe nothing, and where that is nobody the one who owes least.
    private func makePlace(in paid: inout [Int64: Int64], at moment: Int64) {
        paid = paid.filter { $0.value > moment }
        guard paid.count >= capacity, let least = paid.min(by: { $0.value < $1.value }) else { return }
        paid[least.key] = nil
    }
}
