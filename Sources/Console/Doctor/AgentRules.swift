/// What root's configuration of the agent says of who may connect.
public struct AgentRules: Hashable, Sendable {
    /// The file.
    public var path: String
    /// The users that it names, by number.
    public var users: Set<UInt32>
    /// Why it cannot be used, in one line; nil where it can.
    public var fault: String?

    /// Takes each part as it is.
    public init(path: String, users: Set<UInt32>, fault: String? = nil) {
        self.path = path
        self.users = users
        self.fault = fault
    }
}
