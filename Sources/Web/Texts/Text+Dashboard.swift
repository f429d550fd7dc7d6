/// The words of: dashboard.
extension Text {
    static let dashboardAddressEmpty = Text("dashboard.address.empty", "No attempts in this time.")
    static let dashboardAddresses = Text("dashboard.addresses", "Most active addresses")
    static let dashboardAttempts = Text("dashboard.attempts", "Attempts")
    static let dashboardBack = Text("dashboard.back", "Earlier")
    static let dashboardBanned = Text("dashboard.banned", "Banned now")
    static let dashboardBans = Text("dashboard.bans", "Bans")
    static let dashboardBefore = Text("dashboard.before", "{0} before")
    static let dashboardBeforeNone = Text("dashboard.before.none", "none before")
    static let dashboardBeforeUnknown = Text("dashboard.before.unknown", "time before not known")
    static let dashboardBrokenTitle = Text("dashboard.broken.title", "The log of fail2ban cannot be read")
    static let dashboardChange = Text("dashboard.change", "{0} %")
    static let dashboardChangeTimes = Text("dashboard.change.times", "{0} times")
    static let dashboardCommand = Text("dashboard.command", "The same as a list, on the command line")
    static let dashboardCounting = Text("dashboard.counting", "Being counted…")
    static let dashboardDeadMany = Text("dashboard.dead.many", "{0} run and guard nothing.")
    static let dashboardDeadOne = Text("dashboard.dead.one", "One runs and guards nothing.")
    static let dashboardDown = Text("dashboard.down", "Jails down or dead")
    static let dashboardDownBadge = Text("dashboard.down.badge", "Down")
    static let dashboardDownAll = Text("dashboard.down.all", "fail2ban does not answer")
    static let dashboardDownLost = Text("dashboard.down.lost", "Not running, and not stopped here")
    static let dashboardEmptyAction = Text("dashboard.empty.action", "Look further back")
    static let dashboardEmptyDetail = Text(
        "dashboard.empty.detail", "No attempt and no ban between these two moments. Earlier ones may be kept.")
    static let dashboardEmptyTitle = Text("dashboard.empty.title", "Nothing in this time")
    static let dashboardFailing = Text("dashboard.failing", "{0} not enforced")
    static let dashboardFaulty = Text("dashboard.faulty", "This time range cannot be shown")
    static let dashboardFaultyAction = Text("dashboard.faulty.action", "Show the last 24 hours")
    static let dashboardFeed = Text("dashboard.feed", "Newest events")
    static let dashboardFeedAll = Text("dashboard.feed.all", "All events")
    static let dashboardFirst = Text("dashboard.first", "First seen")
    static let dashboardForward = Text("dashboard.forward", "Later")
    static let dashboardJail = Text("dashboard.jail", "Jail")
    static let dashboardJailOther = Text("dashboard.jail.other", "Others")
    static let dashboardJails = Text("dashboard.jails", "Most active jails")
    static let dashboardJailsState = Text("dashboard.jails.state", "Jails down or failing")
    static let dashboardLess = Text("dashboard.less", "less")
    static let dashboardMore = Text("dashboard.more", "more")
    static let dashboardNew = Text("dashboard.new", "New addresses")
    static let dashboardNewEmpty = Text("dashboard.new.empty", "No address was seen for the first time.")
    static let dashboardNothingDetail = Text(
        "dashboard.nothing.detail",
        "Attempts and bans appear here as soon as fail2ban tells of any. Its log is read back as far as it is kept.")
    static let dashboardNothingTitle = Text("dashboard.nothing.title", "Nothing has happened yet")
    static let dashboardNow = Text("dashboard.now", "now")
    static let dashboardRange = Text("dashboard.range", "Time range")
    static let dashboardRunning = Text("dashboard.running", "{0} of {1} run")
    static let dashboardSince = Text("dashboard.since", "{0} in this time")
    static let dashboardTable = Text("dashboard.table", "The same as a table")
    static let dashboardTableTime = Text("dashboard.table.time", "Time")
    static let dashboardTimeline = Text("dashboard.timeline", "Attempts and bans by jail")
    static let dashboardTimelineKeys = Text(
        "dashboard.timeline.keys",
        "Attempts and bans over time: the arrow keys choose a bar, with Shift several, Enter zooms in")
    static let dashboardTitle = Text("dashboard.title", "Dashboard")
    static let dashboardTotal = Text("dashboard.total", "All")
    static let dashboardWider = Text("dashboard.wider", "Zoom out")
}

/// The words of: range.
extension Text {
    static let rangeDay = Text("range.day", "Last 24 hours")
    static let rangeHour = Text("range.hour", "Last hour")
    static let rangeLast = Text("range.last", "Last {0}")
    static let rangeMonth = Text("range.month", "Last 30 days")
    static let rangeQuarter = Text("range.quarter", "Last 90 days")
    static let rangeSixHours = Text("range.sixHours", "Last 6 hours")
    static let rangeWeek = Text("range.week", "Last 7 days")
    static let rangeYear = Text("range.year", "Last 365 days")
}

/// The words of: chart.
extension Text {
    static let chartDate = Text("chart.date", "{0} {1}")
    static let chartDateYear = Text("chart.date.year", "{0} {1} {2}")
    static let chartMonth1 = Text("chart.month.1", "Jan")
    static let chartMonth2 = Text("chart.month.2", "Feb")
    static let chartMonth3 = Text("chart.month.3", "Mar")
    static let chartMonth4 = Text("chart.month.4", "Apr")
    static let chartMonth5 = Text("chart.month.5", "May")
    static let chartMonth6 = Text("chart.month.6", "Jun")
    static let chartMonth7 = Text("chart.month.7", "Jul")
    static let chartMonth8 = Text("chart.month.8", "Aug")
    static let chartMonth9 = Text("chart.month.9", "Sep")
    static let chartMonth10 = Text("chart.month.10", "Oct")
    static let chartMonth11 = Text("chart.month.11", "Nov")
    static let chartMonth12 = Text("chart.month.12", "Dec")

    /// The months of a year, shortened.
    static let months = [
        chartMonth1, chartMonth2, chartMonth3, chartMonth4, chartMonth5, chartMonth6, chartMonth7, chartMonth8,
        chartMonth9, chartMonth10, chartMonth11, chartMonth12,
    ]
}
