/// What keeps servers that fail from being asked on and on: a breaker for each origin.
public protocol OutboundGate: Sendable {
    /// How long the origin is left alone still; nil where it may be asked, which `report` must follow.
    func wait(for origin: String) -> Duration?
    /// What came of asking: whether the server answered as one that works, and how long it took.
    func report(_ origin: String, isWell: Bool, took: Duration)
}

/// Asks every server, whatever it did.
public struct OpenGate: OutboundGate {
    /// It holds nothing.
    public init() {}
    /// Never.
    public func wait(for origin: String) -> Duration? { nil }
    /// Nothing to do.
    public func report(_ origin: String, isWell: Bool, took: Duration) {}
}
