import HTML

/// The banner of something that is taken back unless it is confirmed: it counts down, and holds the button.
func confirmationBanner(_ confirmation: ConfirmationView, in frame: PageFrame) -> HTML {
    let (title, detail) =
        switch confirmation.kind {
        case .rangeBanned: (frame[.confirmRangeTitle], Text.confirmRangeDetail)
        case .ignoreRemoved: (frame[.confirmIgnoreTitle], Text.confirmIgnoreDetail)
        }
    return section(.class("trial"), .aria("label", title), .data("announce", title + ": " + confirmation.subject)) {
        div(.class("trial-clock")) { countdown(to: confirmation.deadline, in: frame) }
        div(.class("trial-text")) {
            strong(.class("trial-title")) { title }
            p {
                strong { inert(confirmation.subject, in: frame) }
                " "
                frame[detail]
                " "
                frame[.confirmAdvice]
            }
        }
        form(.method(.post), .action(frame.path(.confirmOperation(confirmation.operation)))) {
            csrfField(in: frame)
            button(.type(.submit), .class("button trial-button")) { frame[.confirmButton] }
        }
    }
}

/// The banner of something that was taken back because nobody confirmed it.
func expiryBanner(_ ended: ConfirmationView, in frame: PageFrame) -> HTML {
    let title = frame[.confirmExpiredTitle]
    return section(
        .class("banner is-info"), .aria("label", title), .data("announce", title + ": " + ended.subject)
    ) {
        levelMark(.info)
        div(.class("banner-text")) {
            strong(.class("banner-title")) { title }
            p(.class("banner-detail")) {
                a(.href(frame.path(.operation(ended.operation)))) { inert(ended.subject, in: frame) }
                " "
                frame[ended.kind == .rangeBanned ? .confirmRangeExpired : .confirmIgnoreExpired]
            }
        }
    }
}
