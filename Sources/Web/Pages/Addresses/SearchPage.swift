import Console
import HTML

/// The search for addresses by a word in the lines that led to their bans.
struct SearchView: Sendable {
    var word: String
    var cursor: String?
    /// What was found; nil where nothing was asked for.
    var found: LineFinds?
    /// What is wrong with the word.
    var fault: String?
}

/// The page of that search.
func searchPage(_ view: SearchView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.searchTitle], lead: HTML(frame[.searchLead]))
        form(.class("filter"), .method(.get), .action(frame.path(.search(word: "", cursor: nil))), .role("search")) {
            searchField(
                hint: frame[.searchHint], label: frame[.searchField], value: view.word,
                longest: Addresses.longestWord, isFocused: view.word.isEmpty)
            button(.type(.submit), .class("button button-primary")) { frame[.searchButton] }
        }
        if let fault = view.fault {
            emptyState(.danger, title: frame[.searchBroken], detail: fault)
        } else if let found = view.found {
            results(found, view, in: frame)
        } else {
            emptyState(.user, title: frame[.searchEmptyTitle], detail: frame[.searchEmptyDetail])
        }
    }
}

private func results(_ found: LineFinds, _ view: SearchView, in frame: PageFrame) -> HTML {
    group {
        if found.finds.isEmpty {
            nothingFound(found, view, in: frame)
        } else {
            div(.class("card table-card")) {
                div(.class("table-scroll")) { findTable(found.finds, in: frame) }
            }
        }
        howFar(found, view, in: frame)
    }
}

private func nothingFound(_ found: LineFinds, _ view: SearchView, in frame: PageFrame) -> HTML {
    if found.next != nil {
        emptyState(.search, title: frame[.searchNothingYet], detail: frame[.searchNothingDetail])
    } else if found.seen == 0, view.cursor == nil {
        emptyState(.events, title: frame[.searchNothing, view.word], detail: frame[.searchNoLines])
    } else {
        emptyState(.filter, title: frame[.searchNothing, view.word], detail: frame[.searchNothingDetail])
    }
}

/// How far back was looked, and the way on.
private func howFar(_ found: LineFinds, _ view: SearchView, in frame: PageFrame) -> HTML {
    div(.class("search-reach"), .role("status")) {
        p {
            if found.next == nil, view.cursor == nil {
                if found.seen > 0 { frame[.searchDone, frame.number(found.seen)] }
            } else {
                frame[.searchReached, frame.number(found.seen)]
                " "
                if let moment = found.reached { exactTime(moment, in: frame) } else { "–" }
            }
        }
        a(.class("button"), .href(frame.path(.events(EventListQuery(words: view.word))))) { frame[.searchBans] }
        if view.cursor != nil {
            a(.class("button"), .href(frame.path(.search(word: view.word, cursor: nil)))) { frame[.searchStart] }
        }
        if let next = found.next {
            a(.class("button button-primary"), .href(frame.path(.search(word: view.word, cursor: next)))) {
                frame[.searchOn]
            }
        }
    }
}

private func findTable(_ finds: [LineFinds.Find], in frame: PageFrame) -> HTML {
    table(.class("table table-finds")) {
        caption(.class("visually-hidden")) { frame[.searchTitle] }
        thead {
            tr {
                for text in [Text.bansColumnAddress, .searchColumnState, .searchColumnLine, .addressLast] {
                    th(.scope("col")) { frame[text] }
                }
            }
        }
        tbody { for find in finds { findRow(find, in: frame) } }
    }
}

private func findRow(_ find: LineFinds.Find, in frame: PageFrame) -> HTML {
    tr {
        td(.class("address"), .data("label", frame[.bansColumnAddress])) {
            addressLink(find.id, in: frame)
            copyButton(find.id, in: frame)
        }
        td(.class("find-state"), .data("label", frame[.searchColumnState])) { findState(find, in: frame) }
        td(.class("detail"), .data("label", frame[.searchColumnLine])) {
            code(.class("find-line")) {
                inert(String(decoding: find.line.prefix(400), as: UTF8.self), in: frame)
            }
            if find.count > 1 {
                " "
                span(.class("dim")) { frame.count(find.count - 1, one: .searchLinesMoreOne, many: .searchLinesMore) }
            }
        }
        td(.data("label", frame[.addressLast])) { timeAgo(find.event.at, in: frame) }
    }
}

private func findState(_ find: LineFinds.Find, in frame: PageFrame) -> HTML {
    if find.bans.isEmpty { return quietBadge(.ok, frame[.addressNotBanned]) }
    return ul {
        for ban in find.bans {
            li {
                badge(.warn, frame[.addressBanned])
                " "
                a(.class("quiet"), .href(frame.path(.jail(ban.jail)))) { inert(ban.jail, in: frame) }
                " "
                banEnding(BanRow(ban).ends, in: frame)
            }
        }
    }
}
