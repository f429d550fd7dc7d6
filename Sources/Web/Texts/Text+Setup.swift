/// The words of: setup.
extension Text {
    static let setupAccount = Text("setup.account", "First administrator")
    static let setupDatabase = Text("setup.database", "Database file")
    static let setupDone = Text("setup.done", "Setup is complete")
    static let setupDoneDetail = Text("setup.done.detail", "It cannot be opened again. Sign in as {0}.")
    static let setupFailed = Text("setup.failed", "Nothing was stored")
    static let setupFound = Text("setup.found", "What it found")
    static let setupFoundNothing = Text(
        "setup.found.nothing", "It looks at fail2ban and at this machine once it is opened by the link with the token.")
    static let setupLead = Text("setup.lead", "One page, once. Nothing is stored before all of it is right.")
    static let setupRepeat = Text("setup.repeat", "Password again")
    static let setupSession = Text("setup.session", "Sessions last, in minutes")
    static let setupSocket = Text("setup.socket", "fail2ban’s socket")
    static let setupSubmit = Text("setup.submit", "Complete the setup")
    static let setupSystem = Text("setup.system", "This system")
    static let setupTimezone = Text("setup.timezone", "Time zone")
    static let setupTitle = Text("setup.title", "Set up BanGUI")
    static let setupToken = Text("setup.token", "Setup token")
    static let setupTokenHint = Text(
        "setup.token.hint",
        "The server printed it at its start and keeps it in setup-token in its data folder.")
    static let setupUsername = Text("setup.username", "User name")
}
