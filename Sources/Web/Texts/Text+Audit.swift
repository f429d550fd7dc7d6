/// The words of: audit.
extension Text {
    static let auditAccepted = Text(
        "audit.accepted", "Entry {0}: as root, {1} accepted the log as it stood, whatever was anchored before, at")
    static let auditAfter = Text("audit.after", "After")
    static let auditAllBy = Text("audit.all.by", "Everything by {0}")
    static let auditAnchorFailure = Text("audit.anchor.failure", "New entries are not anchored")
    static let auditAnchorFailureDetail = Text(
        "audit.anchor.failure.detail",
        "Until they are, a change of them would show only in the chain itself. It has been so for")
    static let auditAnchorProblem = Text("audit.anchor.problem", "What was anchored cannot be read:")
    static let auditAnchored = Text("audit.anchored", "Anchored up to entry {0}.")
    static let auditAnyone = Text("audit.anyone", "Anyone")
    static let auditBefore = Text("audit.before", "Before")
    static let auditBroken = Text("audit.broken", "Somebody tampered with the audit log")
    static let auditBrokenDetail = Text(
        "audit.broken.detail",
        "What stands before that entry is as it was written. Compare with a backup, and with what else the machine recorded."
    )
    static let auditCheckNow = Text("audit.check.now", "Check now")
    static let auditChecked = Text("audit.checked", "Checked")
    static let auditChipResult = Text("audit.chip.result", "result")
    static let auditChipText = Text("audit.chip.text", "text")
    static let auditChipWho = Text("audit.chip.who", "by")
    static let auditContradiction = Text(
        "audit.contradiction", "Entry {0} is not in the log as it was anchored.")
    static let auditContradictionBy = Text("audit.contradiction.by", "It was anchored for the system's user {0} at")
    static let auditDependent = Text(
        "audit.dependent", "The console itself keeps what was anchored: nobody independent vouches for the log.")
    static let auditDetail = Text("audit.detail", "Reason")
    static let auditEmptyDetail = Text(
        "audit.empty.detail", "Each sign-in, ban, setting and account that someone changes will stand here.")
    static let auditEmptyTitle = Text("audit.empty.title", "Nothing was changed yet")
    static let auditEntriesMany = Text("audit.entries.many", "{0} entries")
    static let auditEntriesOne = Text("audit.entries.one", "1 entry")
    static let auditFailed = Text("audit.failed", "failed")
    static let auditFilteredDetail = Text(
        "audit.filtered.detail", "There are entries, but none of them is under this filter.")
    static let auditFilteredTitle = Text("audit.filtered.title", "No entry matches")
    static let auditFrom = Text("audit.from", "From")
    static let auditFurther = Text("audit.further", "Search further back")
    static let auditLead = Text(
        "audit.lead",
        "Every change that anyone made or tried to make, with who, from where, before and after. Nothing here is ever removed."
    )
    static let auditNoValue = Text("audit.no.value", "nothing")
    static let auditNobody = Text("audit.nobody", "not signed in")
    static let auditNumber = Text("audit.number", "Entry")
    static let auditOperation = Text("audit.operation", "Operation")
    static let auditOperationOpen = Text("audit.operation.open", "What it did, part by part")
    static let auditOriginBangui = Text("audit.origin.bangui", "BanGUI itself")
    static let auditOriginWeb = Text("audit.origin.web", "page")
    static let auditPartly = Text("audit.partly", "partly")
    static let auditPerson = Text("audit.person", "Person")
    static let auditRestored = Text("audit.restored", "Entry {0}: {1} restored a backup at")
    static let auditRestoredAlone = Text("audit.restored.alone", "Nobody independent of the console vouches for it.")
    static let auditRestoredLost = Text(
        "audit.restored.lost",
        "Entries up to {0} of the log before it are not in this one; they lie in the folder that was set aside.")
    static let auditRestoredUnvouched = Text("audit.restored.unvouched", "Root did not vouch for it.")
    static let auditRestoredVouched = Text("audit.restored.vouched", "Root vouches for it.")
    static let auditResults = Text("audit.results", "Results")
    static let auditResultsLegend = Text("audit.results.legend", "Show only these results")
    static let auditSearch = Text("audit.search", "Search the audit log")
    static let auditSearchHint = Text("audit.search.hint", "Address, jail, name, reason")
    static let auditShort = Text(
        "audit.short", "The search stopped here because it took long; older entries may match as well.")
    static let auditTitle = Text("audit.title", "Audit log")
    static let auditToken = Text("audit.token", "by the token “{0}”")
    static let auditUnanchored = Text("audit.unanchored", "Nothing is anchored yet.")
    static let auditUnbroken = Text("audit.unbroken", "unbroken")
    static let auditUnchecked = Text("audit.unchecked", "The log was not checked since the start.")
    static let auditUnvouched = Text(
        "audit.unvouched", "Entries of the audit log are gone, and root does not vouch for it")
    static let auditKindNameLookup = Text("audit.kind.nameLookup", "Asked DNS for a name")
    static let auditKindTask = Text("audit.kind.task", "Ran a task")
    static let auditKindAccept = Text("audit.kind.accept", "Accepted by root")
    static let auditKindBackup = Text("audit.kind.backup", "Backup")
    static let auditKindBan = Text("audit.kind.ban", "Ban")
    static let auditKindBannedAgain = Text("audit.kind.banned.again", "Ban again")
    static let auditKindChange = Text("audit.kind.change", "Jail settings")
    static let auditKindConfirm = Text("audit.kind.confirm", "Kept")
    static let auditKindDaemonStart = Text("audit.kind.daemon.start", "Start of fail2ban")
    static let auditKindEndReached = Text("audit.kind.end.reached", "End of a ban")
    static let auditKindGeoConsent = Text("audit.kind.geo.consent", "Fetching geo data")
    static let auditKindIgnore = Text("audit.kind.ignore", "Never ban")
    static let auditKindOwnSettings = Text("audit.kind.own.settings", "Own settings")
    static let auditKindPassword = Text("audit.kind.password", "Password")
    static let auditKindRecoveryBlocked = Text("audit.kind.recovery.blocked", "Recovery blocked")
    static let auditKindRecoveryOverride = Text("audit.kind.recovery.override", "Recovery allowed again")
    static let auditKindRefused = Text("audit.kind.refused", "Refused attempts")
    static let auditKindReload = Text("audit.kind.reload", "Jail reload")
    static let auditKindRestore = Text("audit.kind.restore", "Restore")
    static let auditKindSessionEnd = Text("audit.kind.session.end", "Session ended")
    static let auditKindSessionRenewal = Text("audit.kind.session.renewal", "Session of a program renewed")
    static let auditKindSettings = Text("audit.kind.settings", "Console settings")
    static let auditKindSetup = Text("audit.kind.setup", "Setup")
    static let auditKindSignIn = Text("audit.kind.sign.in", "Sign-in")
    static let auditKindSignOut = Text("audit.kind.sign.out", "Sign-out")
    static let auditKindStart = Text("audit.kind.start", "Jail start")
    static let auditKindStop = Text("audit.kind.stop", "Jail stop")
    static let auditKindTokenAdd = Text("audit.kind.token.add", "New access token")
    static let auditKindTokenEnd = Text("audit.kind.token.end", "Access token revoked")
    static let auditKindUnban = Text("audit.kind.unban", "Unban")
    static let auditKindUndo = Text("audit.kind.undo", "Undo")
    static let auditKindUnignore = Text("audit.kind.unignore", "No longer ignore")
    static let auditKindUserAdd = Text("audit.kind.user.add", "New account")
    static let auditKindUserChange = Text("audit.kind.user.change", "Account")
    static let auditKindUserDelete = Text("audit.kind.user.delete", "Account deletion")

    /// What an entry can tell of, by the words of the API, in the order of the filter.
    static let auditKindChoices: [(kind: String, words: Text)] = [
        ("ban", .auditKindBan),
        ("unban", .auditKindUnban),
        ("undo", .auditKindUndo),
        ("confirm", .auditKindConfirm),
        ("end_reached", .auditKindEndReached),
        ("banned_again", .auditKindBannedAgain),
        ("change", .auditKindChange),
        ("ignore", .auditKindIgnore),
        ("unignore", .auditKindUnignore),
        ("start", .auditKindStart),
        ("stop", .auditKindStop),
        ("reload", .auditKindReload),
        ("daemon_start", .auditKindDaemonStart),
        ("recovery_blocked", .auditKindRecoveryBlocked),
        ("recovery_override", .auditKindRecoveryOverride),
        ("sign_in", .auditKindSignIn),
        ("sign_out", .auditKindSignOut),
        ("session_end", .auditKindSessionEnd),
        ("session_renewal", .auditKindSessionRenewal),
        ("password", .auditKindPassword),
        ("own_settings", .auditKindOwnSettings),
        ("user_add", .auditKindUserAdd),
        ("user_change", .auditKindUserChange),
        ("user_delete", .auditKindUserDelete),
        ("token_add", .auditKindTokenAdd),
        ("token_end", .auditKindTokenEnd),
        ("refused", .auditKindRefused),
        ("setup", .auditKindSetup),
        ("settings", .auditKindSettings),
        ("backup", .auditKindBackup),
        ("restore", .auditKindRestore),
        ("accept", .auditKindAccept),
        ("task", .auditKindTask), ("name_lookup", .auditKindNameLookup),
        ("geo_consent", .auditKindGeoConsent),
    ]

    /// What can come of it, likewise.
    static let auditResultChoices: [(result: String, words: Text)] = [
        ("done", .outcomeDone), ("partly", .auditPartly), ("already", .outcomeAlready), ("refused", .outcomeRefused),
        ("failed", .auditFailed), ("unknown", .outcomeUnknown),
    ]
}
