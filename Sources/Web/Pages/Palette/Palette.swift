import HTML

/// The palette: a field and the list that it narrows, as a combobox (WAI-ARIA 1.2).
func palette(_ view: PaletteView, in frame: PageFrame) -> HTML {
    dialog(.id("palette"), .class("palette"), .aria("label", frame[.paletteTitle])) {
        div(.class("palette-head")) {
            symbolImage(.search)
            input(
                .type(.text), .role("combobox"), .class("palette-input"), .aria("label", frame[.palettePrompt]),
                .placeholder(frame[.palettePrompt]), .aria("expanded", "true"), .aria("controls", "palette-list"),
                .aria("autocomplete", "list"), .autocomplete("off"), .verbatim, .unchecked, .autofocus())
            kbd(.decorative) { "Esc" }
        }
        div(.id("palette-list"), .class("palette-list"), .role("listbox"), .aria("label", frame[.paletteTitle])) {
            for entry in view.entries { row(entry, in: frame) }
            for (index, name) in view.jails.enumerated() { row(jail: name, index, in: frame) }
        }
        p(.class("palette-none"), .data("none"), .role("status"), .hidden()) { frame[.paletteNone] }
    }
}

private func row(_ entry: PaletteEntry, in frame: PageFrame) -> HTML {
    div(
        .id("palette-\(entry)"), .class("palette-option"), .role("option"), .aria("selected", "false"),
        .data("name", frame[entry.name]), .data("address").when(entry.isOfAddress),
        .data("words").when(entry == .lineWords), .hidden(if: entry.isOfAddress || entry == .lineWords),
        .data("href", entry.link.map { frame.path($0).text } ?? "").when(entry.link != nil),
        .data("press", entry.control ?? "").when(entry.control != nil)
    ) {
        symbolImage(entry.symbol)
        span(.class("grow")) {
            frame[entry.name]
            if entry.isOfAddress || entry == .lineWords {
                " "
                span(.class("address-text"), .data("typed"))
            }
        }
        if let keys = entry.keys { for key in keys.split(separator: " ") { kbd(.decorative) { String(key) } } }
    }
}

private func row(jail name: String, _ index: Int, in frame: PageFrame) -> HTML {
    div(
        .id("palette-jail-\(index)"), .class("palette-option"), .role("option"), .aria("selected", "false"),
        .data("name", visible(name)), .data("href", frame.path(.jail(name)).text)
    ) {
        symbolImage(.jail)
        span(.class("grow")) { inert(name, in: frame) }
        span(.class("dim")) { frame[.bansColumnJail] }
    }
}
