/// The answer to one request.
public enum AgentReply<Value: Codable & Sendable>: Codable, Sendable {
    /// What came of it.
    case value(Value)
    /// Why nothing came of it.
    case failure(HostError)
}

/// The value of an answer that has none.
public struct AgentDone: Hashable, Codable, Sendable {
    /// It is done.
    public init() {}
}
