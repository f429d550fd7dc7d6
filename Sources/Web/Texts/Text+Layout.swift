/// The words of: layout.
extension Text {
    static let layoutSkip = Text("layout.skip", "Skip to the content")
}
