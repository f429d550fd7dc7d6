/// The words of: keys.
extension Text {
    static let keysBans = Text("keys.bans", "Go to bans")
    static let keysClose = Text("keys.close", "Close")
    static let keysDashboard = Text("keys.dashboard", "Go to the dashboard")
    static let keysEscape = Text("keys.escape", "Close")
    static let keysEvents = Text("keys.events", "Go to events")
    static let keysHelp = Text("keys.help", "This list")
    static let keysJails = Text("keys.jails", "Go to jails")
    static let keysOperations = Text("keys.operations", "Go to operations")
    static let keysOwnSettings = Text("keys.own.settings", "Go to personal settings")
    static let keysPalette = Text("keys.palette", "Find pages, jails and actions")
    static let keysRows = Text("keys.rows", "Next and previous row")
    static let keysSearch = Text("keys.search", "Search")
    static let keysSelect = Text("keys.select", "Select the row")
    static let keysSettings = Text("keys.settings", "Go to settings")
    static let keysSwitch = Text("keys.switch", "Single-key shortcuts are on")
    static let keysTitle = Text("keys.title", "Keyboard")
}
