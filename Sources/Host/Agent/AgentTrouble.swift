/// Why BanGUI's agent cannot be used.
public enum AgentTrouble: Error, Hashable, Codable, Sendable {
    /// There is no socket at the path: the agent is not running.
    case notRunning(path: String)
    /// A socket is there and nobody listens: the agent ended without cleaning up.
    case staleSocket(path: String)
    /// This process may not open the socket: its user is not in the group that root's configuration names.
    case noPermission(path: String)
    /// The agent does not take this process's user: root's configuration does not name it.
    case notAdmitted(path: String)
    /// As many connections as one user may have are open already.
    case tooManyConnections(path: String)
    /// The agent is of a BanGUI that speaks another protocol.
    case otherProtocol(path: String, version: String)
    /// It was there and gave no answer.
    case silent(path: String)
    /// Any other failure, as the system or the agent names it.
    case other(path: String, reason: String)

    /// Where the agent was looked for.
    public var path: String {
        switch self {
        case .notRunning(let path), .staleSocket(let path), .noPermission(let path), .notAdmitted(let path),
            .tooManyConnections(let path), .otherProtocol(let path, _), .silent(let path), .other(let path, _):
            path
        }
    }
}
