import Console
import HTML

/// The jails, one row each.
struct JailListView: Sendable {
    var rows: [JailRow]
    /// Why there are no rows; nil when there are.
    var emptiness: Emptiness?
    var staleSince: Int64?
}

/// A jail with its counters.
struct JailRow: Sendable {
    enum State: Sendable, Hashable {
        case running
        /// Stopped by whom (a user's name; nil when not by the console) and when (UTC epoch seconds).
        case stopped(by: String?, at: Int64?)
    }

    var name: String
    var state: State
    /// Addresses with failures that are not banned yet; nil when not known.
    var failing: Int?
    var totalFailed: Int?
    var banned: Int?
    var totalBanned: Int?
    /// Seconds; negative is permanent; nil when not known.
    var bantime: Int64?
    /// Its bans are being put back, so that how many it holds is not known yet.
    var isReturning = false
    /// How it does its work; nil where nothing is wrong, as far as is known.
    var health: DoctorFinding.Status?
}

/// The page of all jails.
func jailListPage(_ view: JailListView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.jailsTitle], lead: HTML(frame[.jailsLead])) {
            columnMenu(.jails, back: .jails, in: frame)
        }
        div(.id("jails"), .class("live-list"), .data("live", frame.path(.jails))) { jailListFragment(view, in: frame) }
        equivalentCommands(["bangui jail list"], under: frame[.eventsCommand], in: frame)
    }
}

/// The live part of the page.
func jailListFragment(_ view: JailListView, in frame: PageFrame) -> HTML {
    guard !view.rows.isEmpty else { return jailListEmpty(view.emptiness ?? .nothingYet, in: frame) }
    return div(.class("card table-card")) {
        if let moment = view.staleSince { div(.class("table-head")) { staleMark(since: moment, in: frame) } }
        div(.class("table-scroll")) {
            table(.class("table table-jails"), hiding(.jails, in: frame)) {
                thead { tr { jailColumns(in: frame) } }
                tbody { for row in view.rows { jailRow(row, isStale: view.staleSince != nil, in: frame) } }
            }
        }
    }
}

private func jailColumns(in frame: PageFrame) -> HTML {
    group {
        th(.scope("col")) { frame[.jailsColumnName] }
        th(.scope("col")) { frame[.jailsColumnState] }
        th(.class("number col-failing"), .scope("col")) { frame[.jailsColumnFailing] }
        th(.class("number col-failed"), .scope("col")) { frame[.jailsColumnFailed] }
        th(.class("number col-held"), .scope("col")) { frame[.jailsColumnBanned] }
        th(.class("number col-total"), .scope("col")) { frame[.jailsColumnTotal] }
    }
}

private func jailRow(_ row: JailRow, isStale: Bool, in frame: PageFrame) -> HTML {
    tr {
        td(.class("name"), .data("label", frame[.jailsColumnName])) {
            a(.href(frame.path(.jail(row.name)))) { inert(row.name, in: frame) }
        }
        td(.class("state"), .data("label", frame[.jailsColumnState])) {
            jailState(row.state, isStale: isStale, in: frame)
            if let health = row.health, health != .note {
                " "
                a(.class("jail-health"), .href(frame.path(.jail(row.name)))) { jailHealthBadge(health, in: frame) }
            }
        }
        numberCell(row.failing, .jailsColumnFailing, "failing", .found, of: row, in: frame)
        numberCell(row.totalFailed, .jailsColumnFailed, "failed", .found, of: row, in: frame)
        td(.class("number col-held", row.banned == 0 ? "is-zero" : nil), .data("label", frame[.jailsColumnBanned])) {
            if row.isReturning {
                reading(in: frame)
            } else if let banned = row.banned {
                a(.href(frame.path(.bans(BanListQuery(jails: [row.name]))))) { frame.number(banned) }
            } else {
                "–"
            }
        }
        numberCell(row.totalBanned, .jailsColumnTotal, "total", .ban, of: row, in: frame)
    }
}

/// A count of a jail, which leads to the events that it counts.
private func numberCell(
    _ value: Int?, _ head: Text, _ column: String, _ kind: EventRow.Kind, of row: JailRow, in frame: PageFrame
) -> HTML {
    td(.class("number", "col-" + column, value == 0 ? "is-zero" : nil), .data("label", frame[head])) {
        if let value {
            a(.href(frame.path(.events(EventListQuery(kinds: [kind.rawValue], jails: [row.name]))))) {
                frame.number(value)
            }
        } else {
            "–"
        }
    }
}

/// In the place of a number that is being read.
func reading(in frame: PageFrame) -> HTML {
    span(.class("unknown"), .title(frame[.jailsReadingDetail])) { frame[.jailsReading] }
}

/// Whether a jail runs, and if not, since when and by whom; whether it did where fail2ban does not tell now.
func jailState(_ state: JailRow.State, isStale: Bool = false, in frame: PageFrame) -> HTML {
    switch state {
    case .running: isStale ? quietBadge(.off, frame[.jailsRan]) : quietBadge(.ok, frame[.jailsRunning])
    case .stopped(let name, let moment):
        group {
            badge(.off, frame[.jailsStopped])
            span(.class("state-detail")) {
                if let name {
                    " "
                    frame[.jailsStoppedBy, name]
                }
                if let moment {
                    " "
                    timeAgo(moment, in: frame)
                }
            }
        }
    }
}

private func jailListEmpty(_ emptiness: Emptiness, in frame: PageFrame) -> HTML {
    switch emptiness {
    case .nothingYet, .filteredAway:
        emptyState(
            .jail, title: frame[.jailsEmptyTitle],
            detail: frame[.jailsEmptyDetail])
    case .broken(let cause):
        emptyState(.danger, title: frame[.jailsBrokenTitle], detail: cause)
    }
}
