/// The words of: confirm.
extension Text {
    static let confirmAdvice = Text("confirm.advice", "If this page still answers you, you are not locked out.")
    static let confirmButton = Text("confirm.button", "Confirm and keep")
    static let confirmExpiredTitle = Text("confirm.expired.title", "Taken back, because nobody confirmed")
    static let confirmIgnoreDetail = Text(
        "confirm.ignore.detail", "is put back when the time is over, unless you confirm.")
    static let confirmIgnoreExpired = Text("confirm.ignore.expired", "is never banned, as before.")
    static let confirmIgnoreTitle = Text("confirm.ignore.title", "An ignored address is taken away on trial")
    static let confirmRangeDetail = Text(
        "confirm.range.detail", "is unbanned again when the time is over, unless you confirm.")
    static let confirmRangeExpired = Text(
        "confirm.range.expired", "was taken back because nobody confirmed it within 60 seconds.")
    static let confirmRangeTitle = Text("confirm.range.title", "A range is banned on trial")
}
