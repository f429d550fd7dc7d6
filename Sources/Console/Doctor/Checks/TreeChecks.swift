internal import Host

/// The files that fail2ban is configured by.
enum TreeChecks {
    static let all = [tree]

    private static let tree = DoctorCheck(
        "fail2ban.configuration", "Configuration of fail2ban", .fail2ban,
        "warning: the folder is not there or cannot be read, so that no jail can be started or reloaded"
    ) { look in
        let folder = look.scene.configurationFolder
        let remedy = "Name the folder in fail2ban_config."
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
}
