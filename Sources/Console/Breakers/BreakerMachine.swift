/// A circuit breaker as a pure function of what happened: it has no clock, no chance and no lock of its own.
struct BreakerMachine: Sendable {
    /// Leave for one call. What it tells counts only while the breaker stands as it stood when the call began.
    struct Permit: Hashable, Sendable {
        fileprivate var era: Int
        fileprivate var trial: Int?
        fileprivate var isWork: Bool
        let began: ContinuousClock.Instant
    }

    /// What a call told of the thing outside.
    enum Verdict: Sendable {
        case success, failure
        /// Nothing: it was called off.
        case nothing
    }

    private enum Phase: Sendable {
        case closed
        case open(until: ContinuousClock.Instant)
        /// Trials, one at a time; `trial` is the one under way.
        case halfOpen(trial: (number: Int, began: ContinuousClock.Instant)?, successes: Int)
    }

    let rules: BreakerRules
    private let origin: ContinuousClock.Instant
    private var phase = Phase.closed
    private var window = CallWindow()
    private var era = 0
    private var trials = 0
    /// Openings since it was last closed.
    private var rounds = 0
    /// Signs of life that failed since it was last opened.
    private var hasSignFailed = false
    private var failedSigns = 0

    /// Failures with no success between, of calls or of signs of life, whichever are more.
    var failures: Int { max(failuresInARow, failedSigns) }
    private var failuresInARow = 0
    /// Calls that have not told anything yet.
    private(set) var underWay = 0
    /// Those of them that keep the thing outside at work.
    private var atWork = 0

    init(rules: BreakerRules, origin: ContinuousClock.Instant) {
        self.rules = rules
        self.origin = origin
    }

    /// How it stands at `now`: one whose time is over is half-open, whether or not somebody has tried.
    func state(at now: ContinuousClock.Instant) -> BreakerState {
        switch phase {
        case .closed: .closed
        case .open(let until): now < until ? .open : .halfOpen
        case .halfOpen: .halfOpen
        }
    }

    /// How long until a call may be let through; nil where one may be now.
    func wait(at now: ContinuousClock.Instant) -> Duration? {
        switch phase {
        case .closed: nil
        case .open(let until): now < until ? until - now : nil
        case .halfOpen(let trial, _): isUnderWay(trial, at: now) ? .seconds(1) : nil
        }
    }

    /// Leave for a call that begins at `now`; nil where there is none.
    ///
    /// - Parameter isWork: whether it may keep the thing outside from giving a sign of life.
    mutating func admit(at now: ContinuousClock.Instant, isWork: Bool = true) -> Permit? {
        guard wait(at: now) == nil else { return nil }
        underWay += 1
        if isWork { atWork += 1 }
        var successes = 0
        switch phase {
        case .closed: return Permit(era: era, isWork: isWork, began: now)
        case .open: break
        case .halfOpen(_, let before): successes = before
        }
        trials += 1
        phase = .halfOpen(trial: (trials, now), successes: successes)
        return Permit(era: era, trial: trials, isWork: isWork, began: now)
    }

    /// Takes in what a call told at `now`.
    mutating func report(
        _ permit: Permit, _ verdict: Verdict, at now: ContinuousClock.Instant, chance: Double
    ) {
        underWay -= 1
        if permit.isWork { atWork -= 1 }
        guard permit.era == era else { return }
        switch phase {
        case .closed: count(verdict, at: now, chance)
        case .halfOpen(let trial?, let successes) where trial.number == permit.trial:
            judge(verdict, after: successes, at: now, chance)
        // A trial that was given up, and has told something after all.
        case .halfOpen, .open: break
        }
    }

    /// Takes in a sign of life, or its absence, that came by another way than a call.
    ///
    /// What does not answer because it is at work on a call is not broken. A sign closes the breaker only where signs
    /// failed before it: where they never did, what broke the calls is something else.
    mutating func note(sign isFailure: Bool, at now: ContinuousClock.Instant, chance: Double) {
        guard isFailure else {
            failedSigns = 0
            if case .closed = phase { return }
            if hasSignFailed { close() }
            return
        }
        guard case .closed = phase else {
            hasSignFailed = true
            return
        }
        guard atWork == 0 else { return }
        failedSigns += 1
        if failedSigns >= rules.failuresInARow {
            open(at: now, chance)
            hasSignFailed = true
        }
    }

    private func isUnderWay(
        _ trial: (number: Int, began: ContinuousClock.Instant)?, at now: ContinuousClock.Instant
    ) -> Bool {
        trial.map { now - $0.began < rules.trialPatience } ?? false
    }

    private mutating func count(_ verdict: Verdict, at now: ContinuousClock.Instant, _ chance: Double) {
        guard verdict != .nothing else { return }
        let second = (now - origin).components.seconds
        window.add(isFailure: verdict == .failure, in: second)
        failuresInARow = verdict == .failure ? failuresInARow + 1 : 0
        let (calls, failures) = window.sums(until: second)
        let isHalf = calls >= rules.callsToJudge && failures * 2 >= calls
        if verdict == .failure, failuresInARow >= rules.failuresInARow || isHalf { open(at: now, chance) }
    }

    private mutating func judge(
        _ verdict: Verdict, after successes: Int, at now: ContinuousClock.Instant, _ chance: Double
    ) {
        switch verdict {
        case .nothing: phase = .halfOpen(trial: nil, successes: successes)
        case .failure: open(at: now, chance)
        case .success where successes + 1 >= rules.successesToClose: close()
        case .success: phase = .halfOpen(trial: nil, successes: successes + 1)
        }
    }

    private mutating func open(at now: ContinuousClock.Instant, _ chance: Double) {
        era += 1
        rounds += 1
        hasSignFailed = false
        phase = .open(until: now + rules.openTime(round: rounds, chance: chance))
    }

    private mutating func close() {
        era += 1
        (rounds, failuresInARow, failedSigns, window) = (0, 0, 0, CallWindow())
        phase = .closed
    }
}
