import HTML

/// What opens, on a phone, the part that stands behind it; a wide screen shows the part always and this never. The
/// style sheets join the two (`.fold`), so that it works without script.
func foldSwitch(_ words: String, isOpen: Bool = false) -> HTML {
    details(.class("fold"), .open(if: isOpen)) {
        summary(.class("button")) {
            words
            symbolImage(.chevron)
        }
    }
}
