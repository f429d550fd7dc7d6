/// The words of: nav.
extension Text {
    static let navAccount = Text("nav.account", "Account")
    static let navBans = Text("nav.bans", "Bans")
    static let navHome = Text("nav.home", "BanGUI, to the start page")
    static let navJails = Text("nav.jails", "Jails")
    static let navKeys = Text("nav.keys", "Keyboard shortcuts")
    static let navLabel = Text("nav.label", "Sections")
    static let navLogout = Text("nav.logout", "Sign out")
    static let navOperations = Text("nav.operations", "Operations")
    static let navSessions = Text("nav.sessions", "Sessions and password")
    static let navSettings = Text("nav.settings", "Settings")
    static let navTheme = Text("nav.theme", "Light or dark")
    static let navThemeDark = Text("nav.theme.dark", "Dark theme")
    static let navThemeDarkNext = Text("nav.theme.dark.next", "Dark theme, switch to light")
    static let navThemeLabel = Text("nav.theme.label", "Theme")
    static let navThemeLight = Text("nav.theme.light", "Light theme")
    static let navThemeLightNext = Text("nav.theme.light.next", "Light theme, switch to dark")
}
