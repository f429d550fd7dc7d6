import Host

/// Whom the agent serves.
enum AgentChecks {
    static let all = [users]

    private static let users = DoctorCheck(
        "console.agentusers", "Users of the agent", .console,
        "failure: root's configuration of the agent leaves out the user of the console, or cannot be used"
    ) { look in
        guard look.scene.agentSocket != nil else { throw DoctorSkip("No agent is configured.") }
        guard let user = FileFacts.look(look.scene.directory.path).facts?.user else {
            throw DoctorSkip("There is no data directory yet, whose owner the console runs as.")
        }
        let name = SystemNames.user(user)
        if let rules = look.scene.agentRules { return verdict(rules, user, name) }
        guard look.scene.process.user == user else {
            throw DoctorSkip("Only root reads the configuration of the agent.")
        }
        _ = try await look.ping()
        return .ok("The agent serves \(name), as whom the console runs.")
    }

    private static func verdict(_ rules: AgentRules, _ user: UInt32, _ name: String) -> DoctorVerdict {
        let restart = "sudo systemctl restart bangui-agent"
        if let fault = rules.fault {
            return .failure(
                "The configuration of the agent cannot be used: \(fault)", restart,
                advice: "Correct it, and start the agent again.")
        }
        guard user == 0 || rules.users.contains(user) else {
            return .failure(
                "\(rules.path) does not name \(name), as whom the console runs: the agent refuses it.", restart,
                advice: "Add \(name) to its line “users”, and start the agent again.")
        }
        return .ok("\(rules.path) names \(name), as whom the console runs.")
    }
}
