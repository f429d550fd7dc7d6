/// The words of: jails.
extension Text {
    static let jailsBrokenTitle = Text("jails.broken.title", "The jails cannot be read")
    static let jailsColumnBanned = Text("jails.column.banned", "Banned now")
    static let jailsColumnFailed = Text("jails.column.failed", "Failures")
    static let jailsColumnFailing = Text("jails.column.failing", "Failing now")
    static let jailsColumnName = Text("jails.column.name", "Jail")
    static let jailsColumnState = Text("jails.column.state", "State")
    static let jailsColumnTotal = Text("jails.column.total", "Bans")
    static let jailsEmptyDetail = Text(
        "jails.empty.detail",
        "fail2ban is up but has no jail enabled. Enable one in its configuration and reload it.")
    static let jailsEmptyTitle = Text("jails.empty.title", "No jail runs")
    static let jailsLead = Text(
        "jails.lead",
        "What fail2ban watches, and what each jail has done since the daemon’s start.")
    static let jailsReading = Text("jails.reading", "reading…")
    static let jailsReadingDetail = Text(
        "jails.reading.detail", "fail2ban is putting the jail’s bans back, one after the other")
    static let jailsRan = Text("jails.ran", "was running")
    static let jailsRunning = Text("jails.running", "running")
    static let jailsStopped = Text("jails.stopped", "stopped")
    static let jailsStoppedBy = Text("jails.stopped.by", "by {0}")
    static let jailsTitle = Text("jails.title", "Jails")
}
