import Console
import HTML

/// A cell of a table of patterns.
enum PatternCell {
    case address(String)
    case addressBanned(String, isBanned: Bool)
    /// A network of addresses, and where it begins.
    case range(String, Origin?)
    case jail(String)
    case number(HTML)
    case words(HTML)
    case time(Int64)
    case action(HTML)
}

/// One list of patterns, with what it says where it is empty.
func patternTable(
    _ title: Text, hint: Text? = nil, empty: Text, heads: [Text], rows: [[PatternCell]], in frame: PageFrame
) -> HTML {
    section(.class("card table-card pattern-card"), .aria("label", frame[title])) {
        div(.class("table-head")) {
            h2 { frame[title] }
            if let hint { p(.class("hint")) { frame[hint] } }
        }
        if rows.isEmpty {
            p(.class("panel-empty")) { frame[empty] }
        } else {
            div(.class("table-scroll")) {
                table(.class("table table-patterns")) {
                    caption(.class("visually-hidden")) { frame[title] }
                    thead {
                        tr {
                            for (head, cell) in zip(heads, rows[0]) {
                                th(.class(cell.isNumber ? "number" : nil), .scope("col")) {
                                    span(.class(cell.isAction ? "visually-hidden" : nil)) { frame[head] }
                                }
                            }
                        }
                    }
                    tbody {
                        for row in rows {
                            tr { for (head, cell) in zip(heads, row) { patternCell(cell, frame[head], in: frame) } }
                        }
                    }
                }
            }
        }
    }
}

private func patternCell(_ cell: PatternCell, _ label: String, in frame: PageFrame) -> HTML {
    switch cell {
    case .address(let id): td(.class("address"), .data("label", label)) { addressLink(id, in: frame) }
    case .addressBanned(let id, let isBanned):
        td(.class("address"), .data("label", label)) {
            addressLink(id, in: frame)
            if isBanned { badge(.warn, frame[.patternsBanned]) }
        }
    case .range(let range, let origin):
        td(.class("address"), .data("label", label)) {
            addressLink(range, in: frame)
            originMark(origin, EventListQuery(), in: frame)
        }
    case .jail(let name):
        td(.data("label", label)) {
            a(.class("quiet"), .href(frame.path(.jail(name)))) { inert(name, in: frame) }
        }
    case .number(let number): td(.class("number"), .data("label", label)) { number }
    case .words(let words): td(.data("label", label)) { words }
    case .time(let moment): td(.class("since"), .data("label", label)) { timeAgo(moment, in: frame) }
    case .action(let action): td(.class("action")) { action }
    }
}

extension PatternCell {
    fileprivate var isNumber: Bool {
        if case .number = self { true } else { false }
    }

    /// Whether its head need not be seen, since it says itself what it does.
    fileprivate var isAction: Bool {
        if case .action = self { true } else { false }
    }
}
