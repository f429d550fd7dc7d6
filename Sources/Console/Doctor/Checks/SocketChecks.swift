import Host

/// Whether fail2ban can be reached, and how quickly it answers.
enum SocketChecks {
    static let all = [socket, answer]

    private static let socket = DoctorCheck(
        "fail2ban.socket", "Socket of fail2ban", .fail2ban,
        "failure: there is no socket, nobody listens at it, or this user may not open it"
    ) { look in
        do throws(HostError) {
            _ = try await look.ping()
            if let agent = look.scene.agentSocket { return .ok("fail2ban answers through the agent at \(agent).") }
            return .ok("\(look.scene.socketPath) is open to \(look.scene.process.userName)\(owner(look)).")
        } catch {
            return verdict(error, look)
        }
    }

    private static func verdict(_ error: HostError, _ look: Examination) -> DoctorVerdict {
        switch error {
        case .unreachable(.notRunning(let path)):
            return .failure(
                "There is no socket at \(path): fail2ban is not running.", command("start", path),
                advice: "Start fail2ban, or name its socket in fail2ban_socket.")
        case .unreachable(.staleSocket(let path)):
            return .failure(
                "Nobody listens at \(path): fail2ban died without removing it.", command("restart", path),
                advice: "Start fail2ban again; “fail2ban-server -x” removes the old socket.")
        case .unreachable(.noPermission(let path)): return refused(path, look)
        case .unreachable(.saturated(let path)):
            return .failure(
                "fail2ban at \(path) takes no more connections: it hangs, or too many programs talk to it.",
                command("restart", path), advice: "If that lasts, start fail2ban again.")
        case .unreachable(.other(let path, let reason)): return .failure("\(path) cannot be opened: \(reason)")
        case .timedOut:
            return .failure(
                "fail2ban takes connections and gave no sign of life within \(DoctorWords.milliseconds(look.scene.patience)).",
                command("restart", look.scene.socketPath),
                advice: "It is busy with something long, or hangs; if that lasts, start it again.")
        case .agent(let trouble): return .failure(trouble.remedy, trouble.command.map { "sudo " + $0 })
        default: return .failure("fail2ban does not answer as it should: \(error)")
        }
    }

    private static func refused(_ path: String, _ look: Examination) -> DoctorVerdict {
        let name = look.scene.process.userName
        guard let facts = FileFacts.look(path).facts else {
            return .failure(
                "\(name) may not enter the folder of \(path).",
                advice: "Let the agent, which runs as root, speak to fail2ban, or give the user access to the folder.")
        }
        return .failure(
            "\(name) may not open \(path), which belongs to \(facts.ownerText) with mode \(facts.modeText).",
            advice: "Let the agent, which runs as root, speak to fail2ban: sudo ./install makes it.")
    }

    private static func owner(_ look: Examination) -> String {
        guard let facts = FileFacts.look(look.scene.socketPath).facts else { return "" }
        return " (\(facts.ownerText), \(facts.modeText))"
    }

    /// The service manager knows only the system's own fail2ban.
    private static func command(_ verb: String, _ path: String) -> String? {
        LocalHost.usualSockets.contains(path) ? "sudo systemctl \(verb) fail2ban" : nil
    }

    /// A daemon that does nothing else answers in a tenth of a millisecond; a ban with a real firewall takes some ten.
    private static let slow: Duration = .milliseconds(500)

    private static let answer = DoctorCheck(
        "fail2ban.answer", "Answers in time", .fail2ban,
        "warning: a sign of life takes longer than 500 ms"
    ) { look in
        let took = try await look.ping()
        let words = DoctorWords.milliseconds(took)
        guard took >= slow else { return .ok("fail2ban answered after \(words).") }
        return .warning(
            "fail2ban answered after \(words): it does one thing at a time and is busy with something long.",
            advice: "Bans and unbans wait as long. Slow actions or a very long list of bans are the usual causes.")
    }
}
