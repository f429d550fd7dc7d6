import HTML

/// Why a list shows nothing.
enum Emptiness: Sendable {
    /// There is nothing yet.
    case nothingYet
    /// There is something, but not under this filter.
    case filteredAway
    /// It could not be read, for this cause.
    case broken(String)
}

/// A list without rows: what is the case, and the way on.
func emptyState(_ symbol: Symbol, title: String, detail: String, @HTMLBuilder action: () -> HTML = nothing) -> HTML {
    div(.class("empty", tone(of: symbol))) {
        span(.class("empty-mark"), .decorative) { symbolImage(symbol) }
        h2 { title }
        p { detail }
        let action = action()
        if !action.isEmpty { div(.class("empty-action")) { action } }
    }
}

/// What is well and what is broken is told by colour beside shape and words.
private func tone(of symbol: Symbol) -> String? {
    switch symbol {
    case .ok: "is-ok"
    case .danger: "is-danger"
    default: nil
    }
}
