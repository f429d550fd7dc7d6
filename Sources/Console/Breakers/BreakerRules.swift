/// When a breaker opens and how it closes again.
public struct BreakerRules: Hashable, Sendable {
    /// It opens after so many failures with no success between.
    public var failuresInARow = 5
    /// It opens too when half of so many calls, or more, failed within ten seconds.
    public var callsToJudge = 20
    /// How long a call may take before it counts as a failure.
    public var slow: Duration = .seconds(2)
    /// How long it stays open the first time; each time after that twice as long.
    public var firstOpen: Duration = .seconds(5)
    /// How long at most, before chance adds or takes away up to a half.
    public var longestOpen: Duration = .seconds(300)
    /// It closes after so many successes of single trials.
    public var successesToClose = 2
    /// A trial that has told nothing for so long no longer stands in the way of another.
    public var trialPatience: Duration = .seconds(60)

    /// What holds for anything far away, where every try costs somebody something.
    public init() {}

    /// What holds for the database and the daemon: a try costs nobody anything, and what comes back is to be used at
    /// once.
    public static var nearby: BreakerRules {
        var rules = BreakerRules()
        rules.firstOpen = .seconds(2)
        rules.longestOpen = .seconds(2)
        return rules
    }

    /// How long the opening number `round` lasts; `chance` from 0 up to 1 spreads those who try again.
    func openTime(round: Int, chance: Double) -> Duration {
        let doublings = min(max(round, 1) - 1, 30)
        let time = min(firstOpen * (1 << doublings), longestOpen)
        return time * (0.5 + min(max(chance, 0), 1))
    }
}
