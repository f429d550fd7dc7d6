import Console
import HTML

/// Every line that led to a ban, as inert text, the last ban first.
func linesPanel(_ view: AddressView, in frame: PageFrame) -> HTML {
    section(.class("panel address-lines"), .id("lines"), .aria("label", frame[.addressLines])) {
        div(.class("panel-head")) {
            h2 { frame[.addressLines] }
            p(.class("hint")) { frame[view.lines.bans.isEmpty ? .addressLinesNone : .addressLinesNote] }
        }
        if !view.lines.bans.isEmpty {
            ol(.class("line-groups")) { for ban in view.lines.bans { banLines(ban, in: frame) } }
        }
        pager(view, in: frame)
    }
}

/// Lines of one ban at most, and bytes of each: fail2ban keeps ten unless it is told otherwise.
private let shown = (lines: 100, bytes: 2000)

private func banLines(_ ban: AddressLines.Ban, in frame: PageFrame) -> HTML {
    li {
        p(.class("line-head")) {
            if let jail = ban.event.jail {
                a(.class("quiet"), .href(frame.path(.jail(jail)))) { inert(jail, in: frame) }
            }
            timeAgo(ban.event.at, in: frame)
            span(.class("dim")) { frame.count(ban.lines.count, one: .eventsLinesOne, many: .eventsLinesMany) }
        }
        ol(.class("lines")) {
            for line in ban.lines.prefix(shown.lines) { matchedLine(line, in: frame) }
            if ban.lines.count > shown.lines {
                li(.class("dim")) { frame[.eventsLinesMore, frame.number(ban.lines.count - shown.lines)] }
            }
        }
    }
}

/// A line of anyone's bytes; what is copied shows its control characters too, so that no terminal obeys them.
func matchedLine(_ bytes: [UInt8], in frame: PageFrame) -> HTML {
    let text = String(decoding: bytes.prefix(shown.bytes), as: UTF8.self) + (bytes.count > shown.bytes ? "…" : "")
    return li(.class("line")) {
        code { inert(text, in: frame) }
        copyButton(visible(text), in: frame)
    }
}

private func pager(_ view: AddressView, in frame: PageFrame) -> HTML {
    guard view.lines.next != nil || view.cursor != nil else { return HTML() }
    return nav(.class("pager"), .aria("label", frame[.addressLinesPages])) {
        if view.cursor != nil {
            a(.class("button"), .href(frame.path(.address(view.text, lines: nil)))) { frame[.addressLinesNewest] }
        }
        if let next = view.lines.next {
            a(.class("button"), .href(frame.path(.address(view.text, lines: next)))) { frame[.addressLinesOlder] }
        }
    }
}
