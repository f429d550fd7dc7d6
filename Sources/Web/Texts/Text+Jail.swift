/// The words of: jail.
extension Text {
    static let jailActions = Text("jail.actions", "Actions")
    static let jailBan = Text("jail.ban", "Ban here")
    static let jailBantime = Text("jail.bantime", "Ban time")
    static let jailBantimeHint = Text("jail.bantime.hint", "Such as 10m, 1h, 1d or -1 for ever.")
    static let jailChange = Text("jail.change", "Change while running")
    static let jailChangeNote = Text("jail.change.note", "Holds until the next reload or restart of fail2ban.")
    static let jailChanged = Text("jail.changed", "changed, configured {0}")
    static let jailChangedDetail = Text(
        "jail.changed.detail",
        "Set while running; a reload brings the configured value back.")
    static let jailCommands = Text("jail.commands", "The buttons above, by fail2ban-client")
    static let jailFailregex = Text("jail.failregex", "Counts as a failure")
    static let jailFindtime = Text("jail.findtime", "Find time")
    static let jailHealth = Text("jail.health", "Is it watching?")
    static let jailHealthCheck = Text("jail.health.check", "Look into it")
    static let jailHealthDead = Text("jail.health.dead", "Not guarding")
    static let jailHealthDeadDetail = Text("jail.health.dead.detail", "It runs, and does not do what it is there for.")
    static let jailHealthLooked = Text("jail.health.looked", "Looked at")
    static let jailHealthNote = Text("jail.health.note", "Worth knowing")
    static let jailHealthSince = Text("jail.health.since", "First seen")
    static let jailHealthUnseen = Text("jail.health.unseen", "Not looked at yet.")
    static let jailHealthWell = Text(
        "jail.health.well", "Nothing is known that keeps this jail from its work.")
    static let jailIgnoreAdd = Text("jail.ignore.add", "Add")
    static let jailIgnoreAddress = Text("jail.ignore.address", "Address or network")
    static let jailIgnoreNote = Text("jail.ignore.note", "Note")
    static let jailIgnored = Text("jail.ignored", "Never banned")
    static let jailIgnoredNone = Text("jail.ignored.none", "No address is ignored by this jail.")
    static let jailIgnoredNote = Text(
        "jail.ignored.note",
        "Taking one away is undone after 60 seconds unless you confirm.")
    static let jailIgnoreregex = Text("jail.ignoreregex", "Is passed over")
    static let jailIsStopped = Text("jail.is.stopped", "is stopped")
    static let jailJournal = Text("jail.journal", "Journal matches")
    static let jailLines = Text("jail.lines", "{0} lines")
    static let jailLogs = Text("jail.logs", "Log files")
    static let jailMaxretry = Text("jail.maxretry", "Failures allowed")
    static let jailReload = Text("jail.reload", "Reload")
    static let jailRestartReckoned = Text(
        "jail.restart.reckoned",
        "A restart of the jail has all of them back after about {0}, by what such actions were measured to take.")
    static let jailRestartSeen = Text(
        "jail.restart.seen",
        "A restart of the jail has all of them back after about {0}, at the pace of fail2ban's last start.")
    static let jailRestartForgets = Text(
        "jail.restart.forgets", "It also forgets the failures of those who are not banned yet.")
    static let jailRetimesMany = Text("jail.retimes.many", "A new ban time also re-times the {0} bans now in force.")
    static let jailRetimesOne = Text("jail.retimes.one", "A new ban time also re-times the one ban now in force.")
    static let jailSave = Text("jail.save", "Change")
    static let jailSettings = Text("jail.settings", "Settings in force")
    static let jailStart = Text("jail.start", "Start")
    static let jailState = Text("jail.state", "State")
    static let jailStop = Text("jail.stop", "Stop")
    static let jailStopLiftsMany = Text(
        "jail.stop.lifts.many", "Stopping this jail lifts its {0} bans from the firewall; starting it puts them back.")
    static let jailStopLiftsOne = Text(
        "jail.stop.lifts.one", "Stopping this jail lifts its one ban from the firewall; starting it puts it back.")
    static let jailStopLiftsNone = Text("jail.stop.lifts.none", "This jail holds no ban now.")
    static let jailStopLiftsUnknown = Text(
        "jail.stop.lifts.unknown",
        "Stopping this jail lifts its bans from the firewall (how many is being read); starting it puts them back.")
    static let jailStopSubmit = Text("jail.stop.submit", "Stop {0}")
    static let jailStopTitle = Text("jail.stop.title", "Stop {0}?")
    static let jailStopWatches = Text(
        "jail.stop.watches",
        "While it is stopped it watches nothing and bans nobody. Start it again at any time on its page.")
    static let jailStoppedDetail = Text(
        "jail.stopped.detail",
        "It watches nothing and bans nobody, and its bans are not in the firewall. Starting it puts back those whose time is not over."
    )
    static let jailUnignore = Text("jail.unignore", "Remove")
    static let jailUnignoreLabel = Text("jail.unignore.label", "Do not ignore {0} any more")
    static let jailUnknown = Text(
        "jail.unknown",
        "Its settings, ignored addresses, logs and actions are read from fail2ban, which does not answer now. Reload this page once it does."
    )
    static let jailUnreachable = Text("jail.unreachable", "This jail cannot be asked")
    static let jailUnreachableDetail = Text(
        "jail.unreachable.detail",
        "Its name is a word of fail2ban’s own commands, so that settings cannot be read or changed. Give it another name in the configuration."
    )
}
