import HTML

/// The bar, in the element that keeps it live.
func statusRegion(in frame: PageFrame) -> HTML {
    guard let status = frame.status else { return HTML() }
    return section(
        .id("status"), .class("status-region"), .aria("label", "fail2ban"),
        .data("live", frame.path(.statusFragment))
    ) {
        statusBarFragment(status, in: frame)
    }
}

/// The content of the bar on every page: state, figures, what is wrong, and what waits for a confirmation.
func statusBarFragment(_ status: StatusView, in frame: PageFrame) -> HTML {
    group {
        div(.class("statusbar")) {
            statusState(status, in: frame)
            dl(.class("figures")) {
                figure(frame[.statusJails], status.jails, to: .jails, in: frame)
                figure(frame[.statusBanned], status.bannedNow, to: .bans(BanListQuery()), in: frame)
                figure(
                    frame[.statusFailures], status.failures, to: .events(EventListQuery(kinds: ["found"])), in: frame)
                figure(
                    frame[.statusBans], status.bansSinceStart, to: .events(EventListQuery(kinds: ["ban"])), in: frame)
            }
            span(.class("zone"), .title(frame[.statusZone])) { frame.zone.name }
        }
        if let problem = status.problem { problemBanner(problem, state: status.state, in: frame) }
        if let readOnly = frame.readOnly { readOnlyBanner(readOnly, in: frame) }
        for confirmation in frame.confirmations { confirmationBanner(confirmation, in: frame) }
        for ended in frame.expired { expiryBanner(ended, in: frame) }
    }
}

private func statusState(_ status: StatusView, in frame: PageFrame) -> HTML {
    let (level, words): (Level, String) =
        switch status.state {
        case .up: (.ok, frame[.statusUp])
        case .starting: (.warn, frame[.statusStarting])
        case .hanging: (.warn, frame[.statusHanging])
        case .down: (.danger, frame[.statusDown])
        case .noPermission: (.danger, frame[.statusPermission])
        case .noAgent: (.danger, frame[.statusNoAgent])
        }
    return div(.class("status-state")) {
        levelMark(level)
        span(.class("status-name")) { "fail2ban" }
        strong(.class("is-\(level.rawValue)")) { words }
        if let since = status.since { span(.class("status-since")) { spanSince(since, in: frame) } }
        if let version = status.version { span(.class("version")) { inert(version, in: frame) } }
    }
}

private func figure(_ name: String, _ value: Int?, to link: Link? = nil, in frame: PageFrame) -> HTML {
    div(.class("figure")) {
        dt { name }
        dd {
            if let value, let link {
                a(.href(frame.path(link))) { frame.number(value) }
            } else {
                value.map(frame.number) ?? "–"
            }
        }
    }
}

private func problemBanner(_ problem: StatusView.Problem, state: StatusView.State, in frame: PageFrame) -> HTML {
    let title =
        switch state {
        case .up: frame[.problemUp]
        case .starting: frame[.problemStarting]
        case .hanging: frame[.problemHanging]
        case .down: frame[.problemDown]
        case .noPermission: frame[.problemPermission]
        case .noAgent: frame[.problemNoAgent]
        }
    return banner(state == .starting || state == .hanging || state == .up ? .warn : .danger, title: title) {
        p { inert(frame.phrase(problem.cause), in: frame) }
        if let moment = problem.staleSince {
            p {
                frame[.problemStale]
                " "
                timeAgo(moment, in: frame)
                "."
            }
        }
        if let remedy = problem.remedy { commandLine(remedy, in: frame) }
        if state == .down, frame.mayStart { startForm(in: frame) }
    }
}

private func readOnlyBanner(_ view: ReadOnlyView, in frame: PageFrame) -> HTML {
    banner(.danger, title: frame[.problemReadOnly]) {
        p {
            inert(frame.phrase(view.cause), in: frame)
            ". "
            frame[.problemReadOnlyDetail]
            if let since = view.since {
                " "
                frame[.errorSince]
                " "
                exactTime(since, in: frame)
                "."
            }
        }
        if let space = view.space { p { inert(frame.phrase(space), in: frame) } }
        if let advice = view.advice { p { inert(frame.phrase(advice), in: frame) } }
    }
}
