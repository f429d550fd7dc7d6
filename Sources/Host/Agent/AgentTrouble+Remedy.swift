extension AgentTrouble {
    /// The service manager's command, where one helps.
    public var command: String? {
        switch self {
        case .notRunning: "systemctl start bangui-agent"
        case .staleSocket, .silent: "systemctl restart bangui-agent"
        case .otherProtocol: "systemctl restart bangui-agent bangui"
        case .noPermission, .notAdmitted, .tooManyConnections, .other: nil
        }
    }

    /// What is wrong and what mends it, for whoever looks after the machine.
    public var remedy: String {
        switch self {
        case .notRunning(let path):
            "There is no agent at \(path). Look why it does not run (systemctl status bangui-agent), and start it: "
                + "systemctl start bangui-agent"
        case .staleSocket(let path):
            "Nobody listens at \(path): the agent ended. Start it again: systemctl restart bangui-agent"
        case .noPermission(let path):
            "This user may not open \(path). Put it in the group that /etc/bangui/agent.conf names, and start BanGUI again."
        case .notAdmitted:
            "The agent takes no connection of this user. Name it in the line “users” of /etc/bangui/agent.conf, then: "
                + "systemctl restart bangui-agent"
        case .tooManyConnections:
            "This user has as many connections to the agent as it may have. End the commands that hang, or restart BanGUI."
        case .otherProtocol(_, let version):
            "The agent is BanGUI \(version), which speaks another protocol. Restart both after an update: "
                + "systemctl restart bangui-agent bangui"
        case .silent(let path):
            "The agent at \(path) does not answer. Look at its log (journalctl -u bangui-agent), and start it again: "
                + "systemctl restart bangui-agent"
        case .other(let path, let reason): "\(path): \(reason)"
        }
    }
}
