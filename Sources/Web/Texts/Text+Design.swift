/// The words of: design.
extension Text {
    static let designBanners = Text("design.banners", "Banners")
    static let designButtons = Text("design.buttons", "Buttons")
    static let designChecks = Text("design.checks", "Checks")
    static let designEmpty = Text("design.empty", "Empty lists")
    static let designField = Text("design.field", "Field")
    static let designFields = Text("design.fields", "Fields")
    static let designHint = Text("design.hint", "What belongs here.")
    static let designInert = Text("design.inert", "Text of others")
    static let designLead = Text("design.lead", "Every part that pages are made of, in all its states.")
    static let designMessages = Text("design.messages", "Messages and dialogs")
    static let designStates = Text("design.states", "States")
    static let designTables = Text("design.tables", "Tables")
    static let designTiles = Text("design.tiles", "Tiles")
    static let designTimes = Text("design.times", "Times and addresses")
    static let designTitle = Text("design.title", "Components")
    static let designWord = Text("design.word", "Action")
}
