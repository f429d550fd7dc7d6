/// The words of: settings.
extension Text {
    static let settingsLead = Text(
        "settings.lead",
        "Command line over environment over .env over setup over default. What the environment fixes is locked here.")
    static let settingsHolds = Text("settings.holds", "A change holds at once.")
    static let settingsHoldsLater = Text("settings.holds.later", "A change holds from the next start.")
    static let settingsRestart = Text("settings.restart", "holds at next start")
    static let settingsSave = Text("settings.save", "Save")
    static let settingsSaved = Text("settings.saved", "Saved. It holds from now on.")
    static let settingsSavedLater = Text(
        "settings.saved.later", "Saved. What is marked holds from the next start of BanGUI.")
    static let settingsSavedNothing = Text("settings.saved.nothing", "Nothing was changed.")
    static let settingsSecret = Text("settings.secret", "set, not shown")
    static let settingsSourceCommand = Text("settings.source.command", "command line")
    static let settingsSourceDotenv = Text("settings.source.dotenv", ".env")
    static let settingsSourceEnvironment = Text("settings.source.environment", "environment")
    static let settingsSourceSetup = Text("settings.source.setup", "setup")
    static let settingsSourceStandard = Text("settings.source.standard", "default")
    static let settingsTitle = Text("settings.title", "Settings")
    static let settingsUnset = Text("settings.unset", "not set")
}
