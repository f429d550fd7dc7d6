/// What the agent is asked of the daemon and of its machine.
public enum DaemonVerb: Hashable, Codable, Sendable {
    /// A sign of life within so many milliseconds.
    case ping(milliseconds: Int)
    /// What the daemon says of itself.
    case info
    /// Starts it by the command that root's configuration has.
    case start
    /// What cannot be seen there.
    case blindSpots
    /// Addresses that a ban would cut off.
    case protectedNetworks

    var name: AgentVerbName {
        switch self {
        case .ping: .daemonPing
        case .info: .daemonInfo
        case .start: .daemonStart
        case .blindSpots: .daemonBlindSpots
        case .protectedNetworks: .daemonProtectedNetworks
        }
    }
}
