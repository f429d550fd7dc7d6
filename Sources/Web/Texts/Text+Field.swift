/// The words of: field.
extension Text {
    static let fieldLocked = Text("field.locked", "fixed by {0}")
    static let fieldOptional = Text("field.optional", "optional")
}
