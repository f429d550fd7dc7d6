internal import Synchronization

/// What a breaker needs to know of the world.
public struct BreakerSurroundings: Sendable {
    /// The time that has passed, by a clock that nobody sets.
    public var uptime: @Sendable () -> ContinuousClock.Instant
    /// UTC epoch seconds.
    public var now: @Sendable () -> Int64
    /// From 0 up to 1, at random.
    public var chance: @Sendable () -> Double
    /// Told of each change of state, after it.
    public var tell: @Sendable (BreakerChange) -> Void

    /// Takes each part as it is.
    public init(
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, now: @escaping @Sendable () -> Int64,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        tell: @escaping @Sendable (BreakerChange) -> Void = { _ in }
    ) {
        self.uptime = uptime
        self.now = now
        self.chance = chance
        self.tell = tell
    }
}

/// Keeps calls from something outside that fails, for a while, so that nobody waits for it and it is left in peace.
public final class Breaker: Sendable {
    /// Leave for one call, to be given back with what the call told.
    public struct Permit: Sendable {
        fileprivate let inner: BreakerMachine.Permit
    }

    private struct State {
        var machine: BreakerMachine
        var shown = BreakerState.closed
        var since: Int64
        var brokenSince: Int64?
        var cause: BreakerCause?
        var opened: Int64 = 0
        var rejected: Int64 = 0
        var lastUse: ContinuousClock.Instant
    }

    /// Its stable name.
    public let name: String
    private let surroundings: BreakerSurroundings
    private let state: Mutex<State>

    /// A closed breaker.
    public init(_ name: String, rules: BreakerRules = BreakerRules(), _ surroundings: BreakerSurroundings) {
        self.name = name
        self.surroundings = surroundings
        let start = surroundings.uptime()
        state = Mutex(
            State(
                machine: BreakerMachine(rules: rules, origin: start), since: surroundings.now(), lastUse: start))
    }

    /// How it stands now.
    public var report: BreakerReport {
        let (now, time) = (surroundings.uptime(), surroundings.now())
        return state.withLock { report($0, at: now, time) }
    }

    /// Why a call would be refused now; nil where one would be let through.
    public var refusal: BreakerRefusal? {
        let now = surroundings.uptime()
        return state.withLock { refusal($0, at: now) }
    }

    /// Whether nobody needs it: it is closed, no call is under way, and there was none since `moment`.
    func isIdle(since moment: ContinuousClock.Instant) -> Bool {
        let now = surroundings.uptime()
        return state.withLock { state in
            state.machine.state(at: now) == .closed && state.machine.underWay == 0 && state.lastUse <= moment
        }
    }

    /// When a call was last asked for.
    var lastUse: ContinuousClock.Instant { state.withLock { $0.lastUse } }

    /// Asks for leave to make a call; whoever gets it gives it back by `report`, whatever becomes of the call.
    ///
    /// - Parameter isWork: whether the call may keep the thing outside from giving a sign of life meanwhile.
    public func admit(isWork: Bool = true) throws(BreakerRefusal) -> Permit {
        let now = surroundings.uptime()
        let answer = change { state -> Result<Permit, BreakerRefusal> in
            state.lastUse = now
            guard let permit = state.machine.admit(at: now, isWork: isWork) else {
                state.rejected += 1
                return .failure(
                    refusal(state, at: now) ?? BreakerRefusal(name: name, cause: .slow, wait: .seconds(1)))
            }
            return .success(Permit(inner: permit))
        }
        return try answer.get()
    }

    /// Tells what came of a call.
    ///
    /// - Parameter mayTakeLong: whether it is no failure that it took long.
    public func report(_ permit: Permit, _ outcome: BreakerOutcome, mayTakeLong: Bool = false) {
        let (now, chance) = (surroundings.uptime(), surroundings.chance())
        change { state in
            var outcome = outcome
            if outcome == .success, !mayTakeLong, now - permit.inner.began > state.machine.rules.slow {
                outcome = .failure(.slow)
            }
            if case .failure(let cause) = outcome { state.cause = cause }
            state.machine.report(permit.inner, Self.verdict(outcome), at: now, chance: chance)
        }
    }

    /// Tells of a sign of life that came by another way than a call; nil for one that came, else why it did not.
    public func note(sign failure: BreakerCause?) {
        let (now, chance) = (surroundings.uptime(), surroundings.chance())
        change { state in
            if let failure { state.cause = failure }
            state.machine.note(sign: failure != nil, at: now, chance: chance)
        }
    }

    /// Makes a call, or throws a `BreakerRefusal`; what an error tells of the thing outside is what `judge` says.
    public func run<Result>(
        mayTakeLong: Bool = false, _ body: () async throws -> Result, judge: (any Error) -> BreakerOutcome
    ) async throws -> Result {
        let permit = try admit()
        do {
            let result = try await body()
            report(permit, .success, mayTakeLong: mayTakeLong)
            return result
        } catch {
            report(permit, judge(error), mayTakeLong: mayTakeLong)
            throw error
        }
    }

    /// Changes the state, and tells of it where that made another of it.
    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        let (now, time) = (surroundings.uptime(), surroundings.now())
        let (result, news) = state.withLock { state in
            let result = body(&state)
            let next = state.machine.state(at: now)
            if next == .closed, state.machine.failures == 0 { state.cause = nil }
            guard next != state.shown else { return (result, BreakerChange?.none) }
            let before = state.shown
            (state.shown, state.since) = (next, time)
            state.brokenSince = next == .closed ? nil : state.brokenSince ?? time
            if next == .open { state.opened += 1 }
            return (result, BreakerChange(report: report(state, at: now, time), before: before))
        }
        if let news { surroundings.tell(news) }
        return result
    }

    private func report(_ state: State, at now: ContinuousClock.Instant, _ time: Int64) -> BreakerReport {
        let shown = state.machine.state(at: now)
        return BreakerReport(
            name: name, state: shown, since: state.since, brokenSince: state.brokenSince,
            failures: state.machine.failures,
            nextTryAt: shown == .closed ? nil : time + (state.machine.wait(at: now)?.wholeSeconds ?? 0),
            cause: state.cause, opened: state.opened, rejected: state.rejected)
    }

    private func refusal(_ state: State, at now: ContinuousClock.Instant) -> BreakerRefusal? {
        state.machine.wait(at: now).map {
            BreakerRefusal(name: name, cause: state.cause ?? .slow, wait: $0)
        }
    }

    private static func verdict(_ outcome: BreakerOutcome) -> BreakerMachine.Verdict {
        switch outcome {
        case .success: .success
        case .failure: .failure
        case .nothing: .nothing
        }
    }
}

extension Duration {
    /// In whole seconds, rounded up.
    public var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
