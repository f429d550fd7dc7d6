/// Whether a fail2ban that died comes back, and whether the server itself goes on.
enum RecoveryChecks {
    static let all = [recovery, loops]

    private static let recovery = DoctorCheck(
        "console.recovery", "Recovery of fail2ban", .console,
        "failure: fail2ban died so often that BanGUI starts it no more; note: no command that starts it is allowed, or "
            + "fail2ban_recovery is off"
    ) { look in
        guard let read = look.scene.recovery else { throw DoctorSkip("Only the running server knows.") }
        guard let report = await read() else { throw DoctorSkip("The database cannot be read.") }
        if report.blockedSince != nil, report.mode == .automatic {
            return .failure(
                "fail2ban died again and again, and BanGUI starts it no more.",
                "bangui daemon start --override --acknowledge --reason TEXT",
                advice: "Look into fail2ban's log for what ends it, and mend that first.")
        }
        if report.mode == .off { return .note("fail2ban_recovery is off: a fail2ban that died is left to people.") }
        guard report.canStart == true else {
            return .note(
                "No command that starts fail2ban is allowed: one that died is left to its own service.",
                advice: "See fail2ban_start_command in operations.md.")
        }
        return .ok("A fail2ban that died is started again.")
    }

    private static let loops = DoctorCheck(
        "console.loops", "What the server does all the time", .console,
        "failure: a part of the running server stands still, or has ended"
    ) { look in
        guard let loops = look.scene.loops else { throw DoctorSkip("Only the running server knows.") }
        let silent = loops.filter { $0.state != .running }.map(\.loop.name)
        guard silent.isEmpty else {
            return .failure(
                "These parts of the server stand still: \(silent.joined(separator: ", ")).",
                "systemctl restart bangui", advice: "Keep the server's log: it names them too.")
        }
        return .ok("Every part of the server comes round.")
    }
}
