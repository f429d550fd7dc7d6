import HTML

/// A range of time that a list is filtered by, and the ranges it offers.
struct TimeRangeChoice: Sendable {
    /// Ranges to choose: where they begin, as in the address of the page, and in words.
    var presets: [(from: String, words: Text)]
    /// As asked for in the address of the page.
    var asked: (from: String, to: String)
    /// The same as a field for a local time takes it; empty where it is none.
    var picked: (from: String, to: String)

    /// The chosen beginning in words, if it is among those that are offered.
    func words(in frame: PageFrame) -> String {
        presets.first { $0.from == asked.from }.map { frame[$0.words] } ?? asked.from
    }
}

/// Ranges to choose, as links, and two fields for a range of one's own.
func timeRangeMenu(
    _ range: TimeRangeChoice, isAtEnd: Bool = false, in frame: PageFrame, link: (_ from: String) -> Link
) -> HTML {
    details(.class("menu", isAtEnd ? "menu-end" : nil)) {
        menuHead(.clock, frame[.eventsTime], in: frame)
        div(.class("menu-panel menu-time")) {
            for preset in range.presets {
                rangeLink(
                    frame[preset.words], link(preset.from),
                    isCurrent: range.asked.from == preset.from && range.asked.to.isEmpty, in: frame)
            }
            ownRange(asked: range.asked, picked: range.picked, in: frame)
            menuApply(in: frame)
        }
    }
}

/// A range that can be chosen.
func rangeLink(_ words: String, _ link: Link, isCurrent: Bool, in frame: PageFrame) -> HTML {
    a(
        .class("menu-item", isCurrent ? "is-current" : nil), .aria("current", "true").when(isCurrent),
        .href(frame.path(link))
    ) { words }
}

/// The two fields for a range of one's own.
///
/// - Parameter asked: what a range that is no time of its own is kept as in a hidden field, so that a search keeps it.
func ownRange(
    asked: (from: String, to: String) = ("", ""), picked: (from: String, to: String), in frame: PageFrame
) -> HTML {
    fieldset(.class("menu-range")) {
        legend(.class("menu-note")) { frame[.eventsTimeOwn, frame.zone.name] }
        rangeField("from", frame[.eventsTimeFrom], asked: asked.from, picked: picked.from)
        rangeField("to", frame[.eventsTimeTo], asked: asked.to, picked: picked.to)
    }
}

private func rangeField(_ name: String, _ words: String, asked: String, picked: String) -> HTML {
    label {
        span(.class("hint")) { words }
        if picked.isEmpty, !asked.isEmpty { input(.type(.hidden), .name(name), .value(asked)) }
        input(.type(.localTime), .class("input"), .name(name), .value(picked))
    }
}

/// What a list is filtered by in time, with the way to do without it.
func timeRangeChips(
    _ range: TimeRangeChoice, in frame: PageFrame, without: (_ from: String, _ to: String) -> Link
) -> HTML {
    group {
        if !range.asked.from.isEmpty {
            filterChip(
                frame[.eventsChipFrom], range.words(in: frame), without: without("", range.asked.to), in: frame)
        }
        if !range.asked.to.isEmpty {
            filterChip(frame[.eventsChipTo], range.asked.to, without: without(range.asked.from, ""), in: frame)
        }
    }
}
