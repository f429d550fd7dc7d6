import HTML

/// The events of one page; each is a body of its own, so that the lines that led to a ban stand below it.
func eventTable(_ rows: [EventRow], _ query: EventListQuery, in frame: PageFrame) -> HTML {
    table(.class("table table-events"), hiding(.events, in: frame)) {
        caption(.class("visually-hidden")) { frame[.eventsTitle] }
        thead {
            tr {
                for column in columns {
                    th(.class(column.name.map { "col-" + $0 }), .scope("col")) { frame[column.text] }
                }
                th(.class("number col-count"), .scope("col")) { frame[.bansColumnCount] }
            }
        }
        eventRows(rows, query, in: frame)
    }
}

private let columns: [(name: String?, text: Text)] = [
    (nil, .eventsColumnTime), (nil, .eventsColumnKind), (nil, .bansColumnAddress), ("jail", .bansColumnJail),
    ("why", .eventsColumnWhy), ("length", .eventsColumnLength),
]

/// The bodies of some rows of the table.
func eventRows(_ rows: [EventRow], _ query: EventListQuery, in frame: PageFrame) -> HTML {
    group { for row in rows { eventRow(row, query, in: frame) } }
}

private func eventRow(_ row: EventRow, _ query: EventListQuery, in frame: PageFrame) -> HTML {
    tbody(
        .class(row.lines.isEmpty ? nil : "has-lines"), .data("event", "\(row.id)"),
        .data("at", "\(row.at * 1000 + row.millisecond)")
    ) {
        tr {
            td(.class("since"), .data("label", frame[.eventsColumnTime])) { timeAgo(row.at, in: frame) }
            td(.class("kind"), .data("label", frame[.eventsColumnKind])) { kindBadge(row, in: frame) }
            td(.class("address"), .data("label", frame[.bansColumnAddress])) {
                if let address = row.address {
                    addressLink(address, in: frame)
                    copyButton(address, in: frame)
                    originMark(row.origin, query, in: frame)
                }
            }
            td(.class("jail col-jail"), .data("label", frame[.bansColumnJail])) {
                if let jail = row.jail {
                    a(.class("quiet"), .href(frame.path(.jail(jail)))) { inert(jail, in: frame) }
                }
            }
            td(.class("detail col-why"), .data("label", frame[.eventsColumnWhy])) { eventReason(row, in: frame) }
            td(.class("length col-length"), .data("label", frame[.eventsColumnLength])) {
                if let length = row.length { banLength(length, in: frame) }
            }
            td(
                .class("number col-count", (row.count ?? 0) > 1 ? nil : "is-once"),
                .data("label", frame[.bansColumnCount])
            ) {
                if row.kind != .jail, let count = row.count { frame.number(count) }
            }
        }
        if !row.lines.isEmpty { matchedLines(row, in: frame) }
    }
}

/// Lines above the fold at most: where many hold what was looked for, they mostly say the same.
private let shownLines = 3

/// The lines that led to a ban, folded; the first of those that hold what was looked for stand above the fold.
private func matchedLines(_ row: EventRow, in frame: PageFrame) -> HTML {
    let shown = row.lines.indices.filter { row.lines[$0].isMarked }.prefix(shownLines)
    let held = shown.map { row.lines[$0] }
    let rest = row.lines.indices.filter { !shown.contains($0) }.map { row.lines[$0] }
    return tr(.class("event-lines")) {
        td(.class("gutter"))
        td(.colspan(6)) {
            if !held.isEmpty { lineList(held, in: frame) }
            if !rest.isEmpty {
                details {
                    summary {
                        symbolImage(.chevron)
                        frame.count(
                            rest.count + row.moreLines, one: held.isEmpty ? .eventsLinesOne : .eventsLinesRestOne,
                            many: held.isEmpty ? .eventsLinesMany : .eventsLinesRestMany)
                    }
                    lineList(rest, more: row.moreLines, in: frame)
                }
            }
        }
    }
}

/// - Parameter more: how many lines cannot be shown.
private func lineList(_ lines: [MarkedText], more: Int = 0, in frame: PageFrame) -> HTML {
    ol(.class("lines")) {
        for line in lines { li { code { marked(line, in: frame) } } }
        if more > 0 { li(.class("dim")) { frame[.eventsLinesMore, frame.number(more)] } }
    }
}

private func kindBadge(_ row: EventRow, in frame: PageFrame) -> HTML {
    group {
        switch row.kind {
        case .ban: badge(.warn, frame[.eventsBan])
        case .restore: badge(.warn, frame[.eventsRestore])
        case .reban: badge(.warn, frame[.eventsReban])
        case .unban: badge(.ok, frame[.eventsUnban])
        case .repeal: badge(.off, frame[.eventsRepeal])
        case .found: quietBadge(.off, frame[.eventsFound])
        case .attempt: quietBadge(.off, frame[.eventsAttempt])
        case .ignore: quietBadge(.off, frame[.eventsIgnore])
        case .jail:
            badge(
                row.why == .stopped ? .off : .info, frame[row.why == .stopped ? .eventsJailStopped : .eventsJailStarted]
            )
        case .daemon: daemonBadge(row.why, in: frame)
        }
        if !row.isEnforced {
            " "
            badge(.danger, frame[.bansUnenforced], title: row.note.map(visible))
        }
    }
}

private func daemonBadge(_ why: EventRow.Why?, in frame: PageFrame) -> HTML {
    switch why {
    case .vanished: badge(.danger, frame[.eventsDaemonVanished])
    case .stopped, .stopping: badge(.danger, frame[.eventsDaemonStopped])
    default: badge(.info, frame[.eventsDaemonStarted])
    }
}

/// Why it happened, who did it, and the daemon's own words.
private func eventReason(_ row: EventRow, in frame: PageFrame) -> HTML {
    group {
        let parts = reasons(row, in: frame)
        for (index, part) in parts.enumerated() {
            if index > 0 { " · " }
            part
        }
    }
}

private func reasons(_ row: EventRow, in frame: PageFrame) -> [HTML] {
    var parts: [HTML] = []
    if let operation = row.operation {
        parts.append(a(.href(frame.path(.operation(operation)))) { frame[.eventsByOperation] })
    } else if row.why == .hand {
        parts.append(HTML(frame[.eventsByHand]))
    }
    switch (row.kind, row.why) {
    case (.ban, .failures), (.ban, nil):
        if let failures = row.failures {
            parts.append(HTML(frame.count(failures, one: .eventsFailuresOne, many: .eventsFailuresMany)))
        }
    case (.unban, .expired): parts.append(HTML(frame[.eventsExpired]))
    case (.jail, _):
        if let count = row.count, count > 0 {
            let isStop = row.why == .stopped
            parts.append(
                HTML(
                    frame.count(
                        count, one: isStop ? .eventsRepealedOne : .eventsRestoredOne,
                        many: isStop ? .eventsRepealedMany : .eventsRestoredMany)))
        }
    default: break
    }
    if row.repeats > 0 {
        parts.append(HTML(frame.count(row.repeats, one: .eventsRepeatsOne, many: .eventsRepeatsMany)))
    }
    if row.isSeen { parts.append(seen(row, in: frame)) }
    if let note = row.note { parts.append(inert(note, in: frame)) }
    return parts
}

/// That no line told of it, and since when it may have happened where that is longer ago than a look takes.
private func seen(_ row: EventRow, in frame: PageFrame) -> HTML {
    group {
        frame[.eventsSeen]
        if let since = row.since, row.at - since > 5 {
            ", "
            frame[.eventsSeenSince]
            " "
            timeAgo(since, in: frame)
        }
    }
}
