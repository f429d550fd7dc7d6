/// The words of: palette.
extension Text {
    static let paletteAddressBan = Text("palette.address.ban", "Ban")
    static let paletteAddressBans = Text("palette.address.bans", "Bans in force of")
    static let paletteAddressEvents = Text("palette.address.events", "All events of")
    static let paletteAddressPage = Text("palette.address.page", "All that is known of")
    static let paletteLineWords = Text("palette.line.words", "Bans with these words in their lines:")
    static let paletteNone = Text("palette.none", "Nothing has this name")
    static let paletteOpen = Text("palette.open", "Find")
    static let palettePrompt = Text("palette.prompt", "A page, a jail, an action or an address")
    static let paletteTheme = Text("palette.theme", "Switch between light and dark")
    static let paletteTitle = Text("palette.title", "Find pages, jails and actions")
}
