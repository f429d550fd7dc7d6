public import Host

/// How a breaker stands.
public enum BreakerState: String, CaseIterable, Sendable {
    /// Calls go through.
    case closed
    /// Calls are refused at once.
    case open
    /// One call at a time is let through, to see.
    case halfOpen = "half_open"
}

/// Why a call failed.
public enum BreakerCause: Equatable, Sendable {
    /// As the host put it.
    case host(HostError)
    /// As the database put it.
    case store(StoreFailure)
    /// It took longer than it may.
    case slow
    /// In words that may be shown and logged.
    case other(String)
}

/// What a call told of the thing outside.
public enum BreakerOutcome: Equatable, Sendable {
    /// It answered, if only to refuse.
    case success
    case failure(BreakerCause)
    /// Nothing: the call was called off, or the program is stopping.
    case nothing
}

/// A call that was not made because its breaker is open.
public struct BreakerRefusal: Error, Equatable, Sendable {
    /// The breaker.
    public var name: String
    /// Why it was opened.
    public var cause: BreakerCause
    /// How long until another try makes sense.
    public var wait: Duration
}

/// How a breaker stands at a moment.
public struct BreakerReport: Equatable, Sendable {
    /// Its stable name.
    public var name: String
    /// How it stands.
    public var state: BreakerState
    /// Since when, in UTC epoch seconds.
    public var since: Int64
    /// Since when it has not been closed, in UTC epoch seconds; nil where it is.
    public var brokenSince: Int64?
    /// Failures with no success between.
    public var failures: Int
    /// When the next call is let through, in UTC epoch seconds; nil where calls go through.
    public var nextTryAt: Int64?
    /// Why the last call that failed did; nil while all is well.
    public var cause: BreakerCause?
    /// How often it was opened since the start.
    public var opened: Int64
    /// How many calls were refused since the start.
    public var rejected: Int64
}

/// A breaker that went from one state to another.
public struct BreakerChange: Equatable, Sendable {
    /// How it stands now.
    public var report: BreakerReport
    /// How it stood before.
    public var before: BreakerState
}
