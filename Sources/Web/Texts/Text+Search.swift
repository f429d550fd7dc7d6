/// The words of: search.
extension Text {
    static let searchBans = Text("search.bans", "All bans with these words")
    static let searchBroken = Text("search.broken", "This cannot be looked for")
    static let searchButton = Text("search.button", "Search lines")
    static let searchColumnLine = Text("search.column.line", "Line")
    static let searchColumnState = Text("search.column.state", "State")
    static let searchDone = Text("search.done", "All {0} lines were looked at.")
    static let searchEmptyDetail = Text(
        "search.empty.detail",
        "Someone cannot get in? Type their login name: here are the addresses whose lines name it, and whether they are banned."
    )
    static let searchEmptyTitle = Text("search.empty.title", "Find an address by what its lines say")
    static let searchField = Text("search.field", "A word in the matched lines")
    static let searchHint = Text("search.hint", "A login name, a user agent, a path …")
    static let searchLead = Text(
        "search.lead",
        "Looks through the lines that led to bans, the last ban first; large and small letters are the same.")
    static let searchLinesMore = Text("search.lines.more", "and {0} more lines with it")
    static let searchLinesMoreOne = Text("search.lines.more.one", "and 1 more line with it")
    static let searchLink = Text("search.link", "Search in lines")
    static let searchNoLines = Text(
        "search.no.lines",
        "No lines are on record yet: they come with the first ban that fail2ban makes after failures.")
    static let searchNothing = Text("search.nothing", "No line says “{0}”")
    static let searchNothingDetail = Text(
        "search.nothing.detail", "fail2ban keeps the lines that led to a ban; failures that led to none leave no line.")
    static let searchNothingYet = Text("search.nothing.yet", "Nothing found so far")
    static let searchOn = Text("search.on", "Look further back")
    static let searchReached = Text("search.reached", "Looked at {0} lines, back to")
    static let searchStart = Text("search.start", "Start again")
    static let searchTitle = Text("search.title", "Search in lines")
}
