/// The words of: design.
extension Text {
    static let designBanners = Text("design.banners", "Banners")
    static let designButtons = Text("design.buttons", "Buttons")
    static let designChecks = Text("design.checks", "Checks")
    static let designField = Text("design.field", "Field")
    static let designFields = Text("design.fields", "Fields")
    static let designHint = Text("design.hint", "What belongs here.")
    static let designInert = Text("design.inert", "Text of others")
    static let designLead = Text("design.lead", "Every part that pages are made of, in all its states.")
    static let designStates = Text("design.states", "States")
    static let designTimes = Text("design.times", "Times")
    static let designTitle = Text("design.title", "Components")
    static let designWord = Text("design.word", "Action")
}
