/// The words of: field.
extension Text {
    static let fieldErrorsMany = Text("field.errors.many", "Not saved: {0} values are wrong")
    static let fieldErrorsOne = Text("field.errors.one", "Not saved: one value is wrong")
    static let fieldLocked = Text(
        "field.locked",
        "Given when BanGUI was started ({0}), so it cannot be changed here.")
    static let fieldOptional = Text("field.optional", "optional")
}
