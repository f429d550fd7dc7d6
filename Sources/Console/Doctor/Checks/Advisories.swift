import Fail2ban

/// A security advisory of fail2ban. The table was last looked through on 2026-11-21, by hand: nothing is asked over the
/// network.
struct Advisory: Sendable {
    let id: String
    /// What it lets an attacker do.
    let words: String
    /// The first releases that have it mended, one for each branch that got one, the oldest first.
    let fixed: [[Int]]
    /// Whether the daemon as it runs uses what is at fault.
    let concerns: @Sendable (_ jails: [String], _ actions: [String]) -> Bool

    static let all = [
        // https://github.com/fail2ban/fail2ban/security/advisories/GHSA-m985-3f3v-cwmm
        Advisory(
            id: "CVE-2021-32749", words: "a whois answer that is mailed runs commands as root",
            fixed: [[0, 10, 7], [0, 11, 3], [1, 0, 1]]
        ) { _, actions in actions.contains { $0.utf8.starts(with: "mail".utf8) } },
        // https://github.com/fail2ban/fail2ban/pull/4221
        Advisory(
            id: "GHSA-33wh-ccjc-p397",
            words: "a crafted log line keeps the filters dovecot and domino-smtp busy for ever",
            fixed: [[1, 1, 1]]
        ) { jails, _ in jails.contains { $0.utf8.starts(with: "dovecot".utf8) || $0.utf8.starts(with: "domino".utf8) }
        },
    ]

    /// Whether a release has it: one at or after the mended release of its own branch has not, nor one of a later branch.
    func affects(_ version: Fail2banVersion) -> Bool {
        let mine = version.numbers
        guard let last = fixed.last, mine.count >= 2 else { return false }
        if !mine.lexicographicallyPrecedes(last) { return false }
        let branch = fixed.first { $0.prefix(2) == mine.prefix(2) }
        return branch.map { mine.lexicographicallyPrecedes($0) } ?? true
    }
}
