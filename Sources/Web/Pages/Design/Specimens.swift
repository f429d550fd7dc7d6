import HTML

func buttonSpecimens(in frame: PageFrame) -> HTML {
    let word = frame[.designWord]
    return group {
        for style in ["", "button-primary", "button-danger", "button-quiet", "button-small", "button-small button-row"]
        {
            button(.type(.button), .class("button", style)) { word }
        }
        button(.type(.button), .class("button"), .disabled()) { word }
        button(.type(.button), .class("button")) {
            symbolImage(.plus)
            word
        }
        copyButton("192.0.2.1", in: frame)
    }
}

func stateSpecimens(in frame: PageFrame) -> HTML {
    group {
        badge(.ok, frame[.jailsRunning])
        badge(.warn, frame[.statusHanging])
        badge(.danger, frame[.bansUnenforced])
        badge(.info, frame[.jailChanged, "1 h"])
        badge(.off, frame[.jailsStopped])
        quietBadge(.ok, frame[.jailsRunning])
        tag(frame[.bansEndsBangui])
        staleMark(since: frame.now - 95, in: frame)
        for keys in ["g", "b"] { kbd { keys } }
    }
}

func timeSpecimens(in frame: PageFrame) -> HTML {
    group {
        timeAgo(frame.now - 4000, in: frame)
        countdown(to: frame.now + 90, in: frame)
        exactTime(frame.now, in: frame)
        span { banLength(-1, in: frame) }
        span(.class("address-text")) { inert("2001:db8:7b71:983b:ba33:5590:ccce:dc1d", in: frame) }
        copyButton("2001:db8:7b71:983b:ba33:5590:ccce:dc1d", in: frame)
    }
}

func tileSpecimens(in frame: PageFrame) -> HTML {
    dl(.class("tiles")) {
        tile(frame[.jailState]) { quietBadge(.ok, frame[.jailsRunning]) }
        tile(frame[.statusBanned]) { a(.href(frame.path(.bans(BanListQuery())))) { frame.number(1204) } }
        tile(frame[.statusFailures]) { frame.number(98_765) }
        tile(frame[.jailsColumnTotal]) { "–" }
    }
}

/// A list with every kind of end, and events with every kind of badge.
func tableSpecimens(in frame: PageFrame) -> HTML {
    let ends: [(String, BanRow.Ending)] = [
        ("203.0.113.7", .fail2ban(frame.now + 540)),
        ("2001:db8:7b71:983b:ba33:5590:ccce:dc1d", .bangui(frame.now + 9000)),
        ("198.51.100.0/24", .permanent), ("192.0.2.1", .unknown),
    ]
    var bans = BanListView(query: BanListQuery(), rows: [], total: 1204, jails: [])
    bans.rows = ends.enumerated().map { index, end in
        BanRow(
            address: end.0, jail: "sshd", bannedAt: index == 3 ? nil : frame.now - 95, ends: end.1, count: index * 7,
            notEnforced: index == 2 ? frame[.bansUnenforced] : nil)
    }
    (bans.next, bans.staleSince) = ("next", frame.now - 95)
    let kinds: [EventRow.Kind] = [.ban, .unban, .found, .restore, .jail, .daemon]
    let events = kinds.enumerated().map { index, kind in
        var row = EventRow(id: Int64(index), at: frame.now - 60, millisecond: 0, kind: kind, jail: "sshd")
        row.address = kind == .jail || kind == .daemon ? nil : "203.0.113.7"
        row.lines = kind == .ban ? [MarkedText("Failed password for \u{1b}[31mroot from 203.0.113.7 port 22 ssh2")] : []
        (row.failures, row.length) = kind == .ban ? (5, 600) : (nil, nil)
        return row
    }
    return group {
        banListFragment(bans, in: frame)
        div(.class("card table-card")) {
            div(.class("table-scroll")) { eventTable(events, EventListQuery(), in: frame) }
        }
    }
}

func fieldSpecimens(in frame: PageFrame) -> HTML {
    let name = frame[.designField]
    let hint = frame[.designHint]
    return group {
        textField(FieldView(name: "d1", label: name, hint: hint, isOptional: true), value: "", in: frame)
        textField(FieldView(name: "d2", label: name, error: frame[.error400]), value: "192.0.2.300", in: frame)
        textField(
            FieldView(name: "d3", label: name, lockedBy: frame[.settingsSourceEnvironment]), value: "/run", in: frame)
        choiceField(FieldView(name: "d4", label: name), options: [("a", "UTC")], selected: "a", in: frame)
        choices(
            ChoicesView(name: "d5", label: name, hint: hint, selected: "b"),
            [("a", frame[.designWord]), ("b", frame[.designWord])])
        label(.class("check")) {
            input(.type(.checkbox), .checked())
            span { name }
        }
        label(.class("check")) {
            input(.type(.checkbox))
            span { name }
        }
    }
}

func bannerSpecimens(in frame: PageFrame) -> HTML {
    let trial = ConfirmationView(
        operation: "0", kind: .rangeBanned, subject: "203.0.113.0/24", deadline: frame.now + 60)
    return group {
        for level in [Level.info, .ok, .warn, .danger] { banner(level, title: level.rawValue) { frame[.designHint] } }
        banner(.warn, title: frame[.designBanners], inOneLine: true) { frame[.noticePlainDetail] }
        confirmationBanner(trial, in: frame)
        expiryBanner(trial, in: frame)
        errorSummarySpecimen(in: frame)
    }
}

/// The list of faults without its focus, which it would take from the page.
private func errorSummarySpecimen(in frame: PageFrame) -> HTML {
    div(.class("error-summary")) {
        banner(.danger, title: frame[.fieldErrorsOne]) {
            p {
                a(.href(anchor: "f-d2")) { frame[.designField] }
                ": "
                frame[.error400]
            }
        }
    }
}

/// A toast and a dialog, standing still.
func messageSpecimens(in frame: PageFrame) -> HTML {
    group {
        div(.class("toast")) {
            toastContent(
                ToastView(
                    message: frame[.didBan, "203.0.113.7"], undo: UndoView(id: "0", deadline: frame.now + 600)),
                in: frame)
        }
        div(.class("dialog is-still")) {
            p(.class("dialog-title")) { frame[.jailStopTitle, "sshd"] }
            p { frame[.jailStopWatches] }
            div(.class("form-foot")) {
                button(.type(.button), .class("button button-danger")) { frame[.jailStop] }
                button(.type(.button), .class("button button-quiet")) { frame[.banCancel] }
            }
        }
    }
}

func specimenChecks(in frame: PageFrame) -> [CheckView] {
    let hint = frame[.designHint]
    return [
        CheckView(outcome: .good, title: frame[.checkGood], detail: hint),
        CheckView(outcome: .warn, title: frame[.checkWarn], detail: hint),
        CheckView(outcome: .bad, title: frame[.checkBad], detail: hint, remedy: "systemctl start fail2ban"),
    ]
}

/// Nothing yet, filtered away, broken.
func emptySpecimens(in frame: PageFrame) -> HTML {
    group {
        emptyState(.ok, title: frame[.bansEmptyTitle], detail: frame[.bansEmptyDetail]) {
            a(.class("button"), .href(frame.path(.jails))) { frame[.bansEmptyAction] }
        }
        emptyState(.filter, title: frame[.bansFilteredTitle], detail: frame[.bansFilteredDetail]) {
            a(.class("button"), .href(frame.path(.bans(BanListQuery())))) { frame[.bansFilteredAction] }
        }
        emptyState(.danger, title: frame[.bansBrokenTitle], detail: frame[.problemDown]) {
            a(.class("button"), .href(frame.path(.bans(BanListQuery())))) { frame[.bansBrokenAction] }
        }
    }
}
