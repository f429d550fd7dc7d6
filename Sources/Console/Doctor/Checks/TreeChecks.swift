internal import Host

/// The files that fail2ban is configured by.
enum TreeChecks {
    static let all = [tree, packaged]

    private static let tree = DoctorCheck(
        "fail2ban.configuration", "Configuration of fail2ban", .fail2ban,
        "warning: the folder is not there or cannot be read, so that no jail can be started or reloaded"
    ) { look in
        let folder = look.scene.configurationFolder
        let remedy = "Name the folder in fail2ban_config."
        if look.scene.agentSocket != nil, FileFacts.look(folder + "/jail.conf").facts == nil {
            throw DoctorSkip("The agent alone may look at it.")
        }
        switch FileFacts.look(folder) {
        case .missing:
            return .warning(
                "\(folder) is not there: jails cannot be started or reloaded.", advice: remedy, at: .settings)
        case .refused(let words):
            return .warning("\(folder) cannot be looked at: \(words)", advice: remedy, at: .settings)
        case .there(let facts):
            guard facts.isFolder, FileFacts.look(folder + "/jail.conf").facts != nil else {
                return .warning("\(folder) holds no jail.conf.", advice: remedy, at: .settings)
            }
            guard facts.mode & 0o022 == 0 else {
                return .failure(
                    "Others may write to \(folder) (mode \(facts.modeText)), and what it says runs as root.",
                    "sudo chmod go-w \(DoctorWords.quoted(folder))")
            }
            return .ok("\(folder) holds the configuration of fail2ban.")
        }
    }

    private static let packaged = DoctorCheck(
        "fail2ban.jailconf", "jail.conf as packaged", .fail2ban,
        "note: jail.conf was edited, where the next update of the package asks about it or undoes it"
    ) { look in
        let path = look.scene.configurationFolder + "/jail.conf"
        guard let wanted = PackagedFile(root: look.scene.root)?.digest(of: path, package: "fail2ban") else {
            throw DoctorSkip("No package of Debian's names \(path).")
        }
        guard let found = PackagedFile.digest(of: path) else { throw DoctorSkip("\(path) cannot be read.") }
        guard found == wanted else {
            return .note(
                "\(path) is not as its package brought it: the next update asks about it, or undoes it.",
                advice: "Move what differs into jail.local, which updates leave alone.")
        }
        return .ok("\(path) is as its package brought it.")
    }
}
