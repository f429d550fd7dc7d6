/// The words of: check.
extension Text {
    static let checkBad = Text("check.bad", "fault")
    static let checkGood = Text("check.good", "good")
    static let checkNote = Text("check.note", "note")
    static let checkSkipped = Text("check.skipped", "not seen")
    static let checkWarn = Text("check.warn", "warning")
}
