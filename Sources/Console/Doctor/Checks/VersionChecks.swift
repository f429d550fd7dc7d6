import Fail2ban
import Host

/// Which fail2ban it is.
enum VersionChecks {
    static let all = [version, advisories]

    private static let version = DoctorCheck(
        "fail2ban.version", "Version of fail2ban", .fail2ban,
        "warning: older than 0.11.2; note: newer than the tests know"
    ) { look in
        let version = try await look.daemon().version
        if version.isTested { return .ok("fail2ban \(version) is one that BanGUI is tested with.") }
        if version.isAtLeast(0, 11, 2) {
            return .note("fail2ban \(version) is newer than BanGUI was tested with; it is used as it is.")
        }
        return .warning(
            "fail2ban \(version) is older than 0.11.2: ban times that grow and quick counters are missing.",
            advice: "Update fail2ban.")
    }

    private static let advisories = DoctorCheck(
        "fail2ban.advisories", "Known advisories", .fail2ban,
        "warning: the version has a known fault that concerns a running jail; note: it concerns none. A distribution may "
            + "have mended it without another number"
    ) { look in
        let version = try await look.daemon().version
        let found = Advisory.all.filter { $0.affects(version) }
        guard !found.isEmpty else { return .ok("No advisory that BanGUI knows names fail2ban \(version).") }
        let jails = try await look.jails()
        let (names, actions) = (jails.map(\.name.text), jails.flatMap(\.actions))
        guard let grave = found.first(where: { $0.concerns(names, actions) }) else {
            let ids = found.map(\.id).joined(separator: ", ")
            return .note("fail2ban \(version) has \(ids), which concerns none of the running jails.")
        }
        return .warning(
            "fail2ban \(version) has \(grave.id) and a running jail uses what is at fault: \(grave.words).",
            advice: "Update fail2ban, or see whether your distribution has mended it under the same number.",
            at: .jails)
    }
}
