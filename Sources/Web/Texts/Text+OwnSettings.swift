/// The words of: own settings.
extension Text {
    static let ownSettingsAppearance = Text("own.settings.appearance", "Appearance")
    static let ownSettingsDensity = Text("own.settings.density", "Density")
    static let ownSettingsDensityDense = Text("own.settings.density.dense", "Dense")
    static let ownSettingsDensityHint = Text("own.settings.density.hint", "Dense shows more rows at a time.")
    static let ownSettingsDensityRoomy = Text("own.settings.density.roomy", "Roomy")
    static let ownSettingsKeyboard = Text("own.settings.keyboard", "Keyboard")
    static let ownSettingsLanguage = Text("own.settings.language", "Language")
    static let ownSettingsLanguageBrowser = Text("own.settings.language.browser", "As the browser asks")
    static let ownSettingsLead = Text(
        "own.settings.lead", "How BanGUI looks to you, on every device you sign in with. Nobody else sees a change.")
    static let ownSettingsPlace = Text("own.settings.place", "Language and time")
    static let ownSettingsShortcuts = Text("own.settings.shortcuts", "Single-key shortcuts")
    static let ownSettingsShortcutsHint = Text(
        "own.settings.shortcuts.hint", "Such as / to search and g b for the bans. Press ? for all of them.")
    static let ownSettingsShortcutsOff = Text("own.settings.shortcuts.off", "Off")
    static let ownSettingsShortcutsOn = Text("own.settings.shortcuts.on", "On")
    static let ownSettingsTheme = Text("own.settings.theme", "Colours")
    static let ownSettingsThemeDark = Text("own.settings.theme.dark", "Dark")
    static let ownSettingsThemeLight = Text("own.settings.theme.light", "Light")
    static let ownSettingsThemeSystem = Text("own.settings.theme.system", "As the device")
    static let ownSettingsTitle = Text("own.settings.title", "Personal settings")
    static let ownSettingsZone = Text("own.settings.zone", "Time zone")
    static let ownSettingsZoneBrowser = Text("own.settings.zone.browser", "The browser’s")
    static let ownSettingsZoneHint = Text(
        "own.settings.zone.hint",
        "Of exact times. The browser’s needs its script; without it the server’s is used.")
    static let ownSettingsZoneName = Text("own.settings.zone.name", "Name of the zone")
    static let ownSettingsZoneNamed = Text("own.settings.zone.named", "Another")
    static let ownSettingsZoneServer = Text("own.settings.zone.server", "The server’s ({0})")
    static let ownSettingsZoneUTC = Text("own.settings.zone.utc", "UTC")
}
