/// The words of: script.
extension Text {
    static let scriptBusy = Text("script.busy", "BanGUI is busy; the page follows again in a moment.")
    static let scriptCopied = Text("script.copied", "Copied")
    static let scriptSelected = Text("script.selected", "{0} selected")
    static let scriptUnreachable = Text(
        "script.unreachable",
        "BanGUI does not answer. The figures are from {0} ago; it is asked again by itself.")
}
