import HTML

/// How grave something is. It is always told by shape and words as well as by colour.
enum Level: String, Sendable { case ok, warn, danger, info, off }

/// The shape of a level.
func levelMark(_ level: Level) -> HTML {
    span(.class("level", "is-\(level.rawValue)"), .decorative) { symbolImage(symbol(of: level)) }
}

private func symbol(of level: Level) -> Symbol {
    switch level {
    case .ok: .ok
    case .warn: .warn
    case .danger: .danger
    case .info: .info
    case .off: .off
    }
}

/// A short state in words with its shape.
func badge(_ level: Level, _ words: String, title: String? = nil) -> HTML {
    span(.class("badge", "is-\(level.rawValue)"), .title(title ?? "").when(title != nil)) {
        symbolImage(symbol(of: level))
        span { words }
    }
}

/// A state that is as it should be, told quietly.
func quietBadge(_ level: Level, _ words: String) -> HTML {
    span(.class("badge is-plain", "is-\(level.rawValue)")) {
        symbolImage(symbol(of: level))
        span { words }
    }
}

/// A short neutral label.
func tag(_ words: String, title: String? = nil) -> HTML {
    span(.class("tag"), .title(title ?? "").when(title != nil)) { words }
}

/// A message across the page: what is the case, and what can be done.
func banner(_ level: Level, title: String, inOneLine: Bool = false, @HTMLBuilder content: () -> HTML) -> HTML {
    section(.class("banner", "is-\(level.rawValue)", inOneLine ? "banner-line" : nil), .aria("label", title)) {
        levelMark(level)
        div(.class("banner-text")) {
            strong(.class("banner-title")) { title }
            " "
            div(.class("banner-detail")) { content() }
        }
    }
}
