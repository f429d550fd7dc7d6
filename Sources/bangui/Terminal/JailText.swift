import Console
import Fail2ban
import Host

/// A jail's settings, for a terminal.
enum JailText {
    static func lines(_ settings: JailSettings) -> [String] {
        var lines = [
            "bantime   \(settings.banTime.text)", "findtime  \(BanTime.seconds(settings.findTime).text)",
            "maxretry  \(settings.maxRetry)",
        ]
        lines += settings.logPaths.map { "log       \(Output.inert($0))" }
        lines += settings.journalMatches.map { "journal   \(Output.inert($0))" }
        lines += settings.actions.map { "action    \(Output.inert($0))" }
        lines += settings.ignored.map { "ignored   \(Output.inert($0))" }
        return lines
    }

    /// What keeps a jail from its work, with what mends it.
    static func lines(_ findings: [JailFinding]) -> [String] {
        findings.flatMap { finding -> [String] in
            let word = finding.status == .failure ? "FAIL" : finding.status == .warning ? "WARN" : "note"
            var lines = ["\(word)      \(Output.inert(finding.reason))"]
            if let advice = finding.advice { lines.append("          \(Output.inert(advice))") }
            if let command = finding.command { lines.append("          $ \(Output.inert(command))") }
            return lines
        }
    }

    /// Whether a running jail does its work, in a word.
    static func state(_ health: DoctorFinding.Status?) -> String {
        health == .failure ? "dead" : "running"
    }

    /// What came of changes, with the value before and after: `sshd  findtime: 10m → 3m  done`.
    static func lines(_ record: OperationRecord, of changes: [JailChange]) -> [String] {
        let wanted = Dictionary(changes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        return record.items.map { item in
            let jail = Output.inert(item.jail)
            let after = wanted[item.subject]?.value
            switch (item.result, after) {
            case (.done, let after?):
                let before = item.detail.flatMap { Int64($0) }.map { value($0, of: item.subject) } ?? "?"
                return "\(jail)  \(item.subject): \(before) → \(after)  done"
            case (.already, let after?): return "\(jail)  \(item.subject): \(after)  already"
            default: return OperationText.line(item, of: record)
            }
        }
    }

    /// A value as fail2ban's number, in the form that people type.
    private static func value(_ number: Int64, of setting: String) -> String {
        setting == "maxretry" ? "\(number)" : BanTime(fail2ban: number)?.text ?? "\(number)"
    }
}

extension JailChange {
    /// The name of the setting; empty for an ignored address.
    fileprivate var name: String {
        switch self {
        case .banTime: "bantime"
        case .findTime: "findtime"
        case .maxRetry: "maxretry"
        case .ignore, .unignore: ""
        }
    }

    /// The new value in the form that people type.
    fileprivate var value: String {
        switch self {
        case .banTime(let time): time.text
        case .findTime(let seconds): BanTime.seconds(seconds).text
        case .maxRetry(let count): "\(count)"
        case .ignore(let id): id.text
        case .unignore(let entry): entry
        }
    }
}
