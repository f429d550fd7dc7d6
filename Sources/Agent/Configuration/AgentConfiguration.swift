public import Host

/// What root decided for the agent. Nothing of it can be said or changed over its socket.
public struct AgentConfiguration: Hashable, Sendable {
    /// The agent's own socket.
    public var socket = "/run/bangui/agent.sock"
    /// Users that may connect, by number, beside root.
    public var users: Set<UInt32> = []
    /// The group that may open the socket, by number.
    public var group: UInt32 = 0
    /// The socket of fail2ban.
    public var fail2banSocket = "/var/run/fail2ban/fail2ban.sock"
    /// The folder of fail2ban's configuration.
    public var fail2banConfiguration = "/etc/fail2ban"
    /// The words of the command that starts fail2ban; empty where root allows none.
    public var startCommand: [String] = []
    /// The file with the heads of the audit log.
    public var auditHeads = "/var/lib/bangui-agent/audit-heads"

    /// The defaults: root alone may connect, and nothing is open beside what the agent always does.
    public init() {}

    /// What root opens beyond the list of verbs that always are.
    public var powers: [AgentPower] { startCommand.isEmpty ? [] : [.startDaemon] }
}
