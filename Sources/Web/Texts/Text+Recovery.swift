/// The words of: recovery.
extension Text {
    static let recoveryAcknowledge = Text(
        "recovery.acknowledge", "I have seen why fail2ban died, and want it started all the same.")
    static let recoveryAllow = Text("recovery.allow", "Let BanGUI start it again…")
    static let recoveryBlocked = Text("recovery.blocked", "Blocked: it died too often")
    static let recoveryBy = Text("recovery.by", "{0} started it")
    static let recoveryByItself = Text("recovery.by.itself", "BanGUI started it")
    static let recoveryClosed = Text("recovery.closed", "It is gone, and no command starts it")
    static let recoveryCooling = Text("recovery.cooling", "It died again; the next start is in")
    static let recoveryCount = Text("recovery.count", "Started {0} of {1} times within {2} minutes.")
    static let recoveryElsewhere = Text("recovery.elsewhere", "Another server on this database looks after it.")
    static let recoveryFailed = Text("recovery.failed", "failed")
    static let recoveryFormLead = Text(
        "recovery.form.lead",
        "BanGUI stopped starting it, so that whatever ends it is not hidden. Look into its log first.")
    static let recoveryFormSubmit = Text("recovery.form.submit", "Start it, and look after it again")
    static let recoveryFormTitle = Text("recovery.form.title", "Start fail2ban all the same")
    static let recoveryIdle = Text("recovery.idle", "If it dies, BanGUI starts it again")
    static let recoveryIdleClosed = Text(
        "recovery.idle.closed", "If it dies, BanGUI does not start it: no command is allowed")
    static let recoveryIdleOff = Text("recovery.idle.off", "If it dies, it is left to people")
    static let recoveryNone = Text("recovery.none", "It was never started here.")
    static let recoveryOff = Text("recovery.off", "It is gone, and left to people")
    static let recoveryReason = Text("recovery.reason", "Why")
    static let recoveryReasonHint = Text("recovery.reason.hint", "It is put on record.")
    static let recoveryRefused = Text("recovery.refused", "was not allowed")
    static let recoveryStart = Text("recovery.start", "Start fail2ban")
    static let recoveryStartAnyway = Text("recovery.start.anyway", "Start it all the same…")
    static let recoveryStarted = Text("recovery.started", "it came up")
    static let recoveryStarting = Text("recovery.starting", "It is being started")
    static let recoveryStopped = Text("recovery.stopped", "It ended, and is left to people")
    static let recoveryTitle = Text("recovery.title", "Recovery of fail2ban")
    static let recoveryUnknown = Text("recovery.unknown", "nobody knows what came of it")
    static let recoveryWaiting = Text("recovery.waiting", "It died; BanGUI starts it in")
}
