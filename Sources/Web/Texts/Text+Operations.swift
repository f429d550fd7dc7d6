/// The words of: operations.
extension Text {
    static let operationsApi = Text("operations.api", "API")
    static let operationsBan = Text("operations.ban", "Banned")
    static let operationsChange = Text("operations.change", "Changed")
    static let operationsCli = Text("operations.cli", "command line")
    static let operationsColumnReason = Text("operations.column.reason", "Reason")
    static let operationsColumnWhat = Text("operations.column.what", "What")
    static let operationsColumnWhen = Text("operations.column.when", "When")
    static let operationsColumnWho = Text("operations.column.who", "Who")
    static let operationsCount = Text("operations.count", "{0} of {1}")
    static let operationsEmptyDetail = Text(
        "operations.empty.detail",
        "Every ban, unban, undo and change of a jail made with BanGUI will stand here. Bans by fail2ban itself do not.")
    static let operationsEmptyTitle = Text("operations.empty.title", "Nothing was done yet")
    static let operationsFilteredDetail = Text(
        "operations.filtered.detail", "Something was done, but nothing of it is under this filter.")
    static let operationsFilteredTitle = Text("operations.filtered.title", "No operation matches")
    static let operationsIgnore = Text("operations.ignore", "Never banning")
    static let operationsIn = Text("operations.in", "in")
    static let operationsJailAny = Text("operations.jail.any", "All jails")
    static let operationsLead = Text(
        "operations.lead",
        "What people did with BanGUI, and what BanGUI did for them. What fail2ban bans by itself is not listed.")
    static let operationsMore = Text("operations.more", "and {0} more")
    static let operationsReload = Text("operations.reload", "Reloaded")
    static let operationsSearch = Text("operations.search", "Search operations")
    static let operationsStart = Text("operations.start", "Started")
    static let operationsStop = Text("operations.stop", "Stopped")
    static let operationsTitle = Text("operations.title", "Operations")
    static let operationsUnban = Text("operations.unban", "Unbanned")
    static let operationsUnconfirmed = Text("operations.unconfirmed", "taken back, not confirmed")
    static let operationsUndo = Text("operations.undo", "Took back")
    static let operationsUndone = Text("operations.undone", "taken back by {0}")
    static let operationsUnignore = Text("operations.unignore", "No longer ignoring")
    static let operationsWaiting = Text("operations.waiting", "waits to be confirmed")
}
