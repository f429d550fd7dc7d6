/// The words of: confirm.
extension Text {
    static let confirmAdvice = Text("confirm.advice", "If you can read this and other sessions still work, confirm.")
    static let confirmButton = Text("confirm.button", "Confirm and keep")
    static let confirmIgnoreDetail = Text(
        "confirm.ignore.detail",
        "will be put back, in case you locked yourself out, in")
    static let confirmIgnoreTitle = Text("confirm.ignore.title", "An ignored address is taken away on trial")
    static let confirmRangeDetail = Text(
        "confirm.range.detail",
        "will be unbanned again, in case you locked yourself out, in")
    static let confirmRangeTitle = Text("confirm.range.title", "A range is banned on trial")
}
