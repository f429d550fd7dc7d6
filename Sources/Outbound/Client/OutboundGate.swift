/// What keeps servers that fail from being asked on and on: a breaker for each origin.
public protocol OutboundGate: Sendable {
    /// Whether the origin may be asked now.
    func leave(for origin: String) -> OutboundLeave
}

/// Whether a server may be asked.
public enum OutboundLeave: Sendable {
    /// It may; the function is called once with what came of it.
    case go(@Sendable (OutboundOutcome) -> Void)
    /// It is left alone for so long still.
    case wait(Duration)
}

/// What an exchange told of the server.
public enum OutboundOutcome: Hashable, Sendable {
    /// It works, if only to refuse.
    case well
    /// It does not, in words that may be shown and logged.
    case failed(String)
    /// Nothing: it was not asked, or nobody waited for the answer.
    case nothing
}

/// Asks every server, whatever it did.
public struct OpenGate: OutboundGate {
    /// It holds nothing.
    public init() {}
    /// It may be asked.
    public func leave(for origin: String) -> OutboundLeave { .go { _ in } }
}
