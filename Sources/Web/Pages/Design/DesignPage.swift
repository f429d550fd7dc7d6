import HTML

/// The page that shows every component in all its states, for those who work on them.
func designPage(in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.designTitle], lead: HTML(frame[.designLead]))
        panel(frame[.designButtons]) { div(.class("specimen")) { buttonSpecimens(in: frame) } }
        panel(frame[.designStates]) { div(.class("specimen")) { stateSpecimens(in: frame) } }
        panel(frame[.designTimes]) { div(.class("specimen")) { timeSpecimens(in: frame) } }
        panel(frame[.designFields]) { div(.class("form")) { fieldSpecimens(in: frame) } }
        panel(frame[.designBanners]) { div(.class("specimen specimen-rows")) { bannerSpecimens(in: frame) } }
        panel(frame[.designInert]) {
            div(.class("specimen")) { inert("Invalid user \u{1b}[31mroot\u{202e}nimda\0 <b>", in: frame) }
        }
        panel(frame[.designChecks]) {
            div(.class("specimen specimen-rows")) {
                checkList(specimenChecks(in: frame), in: frame)
                commandLine("fail2ban-client set sshd banip 192.0.2.1", in: frame)
            }
        }
        emptyState(.ban, title: frame[.bansEmptyTitle], detail: frame[.bansEmptyDetail])
    }
}

private func buttonSpecimens(in frame: PageFrame) -> HTML {
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

private func stateSpecimens(in frame: PageFrame) -> HTML {
    group {
        badge(.ok, frame[.jailsRunning])
        badge(.warn, frame[.statusHanging])
        badge(.danger, frame[.bansUnenforced])
        badge(.info, frame[.jailChanged, "1 h"])
        quietBadge(.ok, frame[.jailsRunning])
        badge(.off, frame[.jailsStopped])
        tag(frame[.bansEndsBangui])
        staleMark(since: frame.now - 95, in: frame)
        for keys in ["g", "b"] { kbd { keys } }
    }
}

private func timeSpecimens(in frame: PageFrame) -> HTML {
    group {
        timeAgo(frame.now - 4000, in: frame)
        countdown(to: frame.now + 90, in: frame)
        exactTime(frame.now, in: frame)
        span { banLength(-1, in: frame) }
    }
}

private func fieldSpecimens(in frame: PageFrame) -> HTML {
    let name = frame[.designField]
    let hint = frame[.designHint]
    return group {
        textField(FieldView(name: "d1", label: name, hint: hint, isOptional: true), value: "", in: frame)
        textField(FieldView(name: "d2", label: name, error: frame[.error400]), value: "192.0.2.300", in: frame)
        textField(
            FieldView(name: "d3", label: name, lockedBy: frame[.settingsSourceEnvironment]), value: "/run", in: frame)
        choiceField(FieldView(name: "d4", label: name), options: [("a", "UTC")], selected: "a", in: frame)
    }
}

private func bannerSpecimens(in frame: PageFrame) -> HTML {
    group {
        for level in [Level.info, .ok, .warn, .danger] { banner(level, title: level.rawValue) { frame[.designHint] } }
        confirmationBanner(
            ConfirmationView(operation: "0", kind: .rangeBanned, subject: "203.0.113.0/24", deadline: frame.now + 60),
            in: frame)
    }
}

private func specimenChecks(in frame: PageFrame) -> [CheckView] {
    let hint = frame[.designHint]
    return [
        CheckView(outcome: .good, title: frame[.checkGood], detail: hint),
        CheckView(outcome: .warn, title: frame[.checkWarn], detail: hint),
        CheckView(outcome: .bad, title: frame[.checkBad], detail: hint, remedy: "systemctl start fail2ban"),
    ]
}
