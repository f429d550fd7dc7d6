public import Fail2ban

/// The first message on a connection, from who opened it.
public struct AgentHello: Hashable, Codable, Sendable {
    /// The protocol that it speaks.
    public var protocolNumber: Int

    /// The protocol of this program.
    public static let currentProtocol = 2

    /// Greets with a protocol.
    public init(protocolNumber: Int = currentProtocol) { self.protocolNumber = protocolNumber }
}

/// What root's configuration of the agent opens beside what it always does.
public enum AgentPower: String, CaseIterable, Codable, Sendable {
    /// To run the command that starts fail2ban.
    case startDaemon
}

/// The agent's answer to a greeting.
public enum AgentGreeting: Hashable, Codable, Sendable {
    /// Requests may follow.
    case welcome(AgentWelcome)
    /// The connection ends.
    case refused(AgentRefusal)
}

/// What the agent tells of itself.
public struct AgentWelcome: Hashable, Codable, Sendable {
    /// The version of its BanGUI.
    public var version: String
    /// What root allows.
    public var powers: [AgentPower]
    /// What whoever types the same for `fail2ban-client` has to tell it.
    public var clientOptions: ClientOptions

    /// Takes each part as it is.
    public init(version: String, powers: [AgentPower], clientOptions: ClientOptions) {
        self.version = version
        self.powers = powers
        self.clientOptions = clientOptions
    }
}

/// Why the agent ends a connection.
public enum AgentRefusal: Error, Hashable, Codable, Sendable {
    /// Root's configuration does not name this user.
    case user
    /// The user has as many connections as it may have, or the agent has.
    case connections
    /// It speaks another protocol; the version of its BanGUI.
    case protocolNumber(version: String)
    /// What was sent breaks the protocol.
    case malformed
}
