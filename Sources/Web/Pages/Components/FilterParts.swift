import HTML

/// A field of a list's filter that takes a text.
///
/// - Parameters:
///   - name: of the parameter.
///   - keys: what jumps to it; nil for one beside that.
func searchField(
    hint: String, label: String, value: String, longest: Int = 128, isFocused: Bool = false, name: String = "q",
    keys: String? = "/"
) -> HTML {
    div(.class("search")) {
        symbolImage(.search)
        input(
            .type(.search), .class("input"), .name(name), .value(value), .id(keys == nil ? "search-" + name : "search"),
            .placeholder(hint),
            .aria("label", label), .autocomplete("off"), .verbatim, .unchecked, .maxlength(longest),
            .autofocus(if: isFocused))
        if let keys { kbd(.decorative) { keys } }
    }
}

/// What a menu of a filter offers to be ticked.
struct FilterChoice: Sendable {
    var value: String
    var label: HTML
    /// What stands behind it.
    var note: HTML?
}

/// A menu of choices to tick, of which any number may be chosen.
func choiceMenu(
    _ symbol: Symbol, _ words: String, legend legendWords: String, name: String, _ choices: [FilterChoice],
    chosen: [String], in frame: PageFrame
) -> HTML {
    details(.class("menu")) {
        menuHead(symbol, words, chosen: chosen.count, in: frame)
        fieldset(.class("menu-panel menu-scroll")) {
            legend(.class("visually-hidden")) { legendWords }
            for choice in choices {
                label(.class("menu-item check")) {
                    input(
                        .type(.checkbox), .name(name), .value(choice.value),
                        .checked(if: chosen.contains(choice.value)))
                    span(.class("grow")) { choice.label }
                    if let note = choice.note { note }
                }
            }
            menuApply(in: frame)
        }
    }
}

/// What opens a menu, with the number of its choices that are made.
func menuHead(_ symbol: Symbol, _ words: String, chosen: Int = 0, in frame: PageFrame) -> HTML {
    summary(.class("button")) {
        symbolImage(symbol)
        words
        if chosen > 0 { span(.class("count")) { frame.number(chosen) } }
        symbolImage(.chevron)
    }
}

/// The button at the end of a menu.
func menuApply(in frame: PageFrame) -> HTML {
    button(.type(.submit), .class("button button-small menu-apply")) { frame[.bansJailsApply] }
}

/// What a list is filtered by, with the way to do without it.
func filterChip(_ kind: String, _ value: String, without rest: Link, in frame: PageFrame) -> HTML {
    li(.class("chip")) {
        span(.class("dim")) { kind }
        span(.class("chip-value")) { inert(value, in: frame) }
        a(.class("chip-remove"), .href(frame.path(rest)), .aria("label", frame[.bansChipRemove, value])) {
            symbolImage(.close)
        }
    }
}
