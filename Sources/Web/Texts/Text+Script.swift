/// The words of: script.
extension Text {
    static let scriptAgain = Text("script.again", "Next try in {0} s.")
    static let scriptBusy = Text("script.busy", "BanGUI cannot answer just now; the page follows again by itself.")
    static let scriptCopied = Text("script.copied", "Copied")
    static let scriptSelected = Text("script.selected", "{0} selected")
    static let scriptUnreachable = Text(
        "script.unreachable",
        "BanGUI does not answer. The figures are from {0} ago; it is asked again by itself.")
}
