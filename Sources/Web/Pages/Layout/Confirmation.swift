import HTML

/// The banner of something that is taken back unless it is confirmed.
func confirmationBanner(_ confirmation: ConfirmationView, in frame: PageFrame) -> HTML {
    let title =
        switch confirmation.kind {
        case .rangeBanned: frame[.confirmRangeTitle]
        case .ignoreRemoved: frame[.confirmIgnoreTitle]
        }
    return banner(.warn, title: title) {
        p {
            strong { inert(confirmation.subject, in: frame) }
            " "
            switch confirmation.kind {
            case .rangeBanned: frame[.confirmRangeDetail]
            case .ignoreRemoved: frame[.confirmIgnoreDetail]
            }
            " "
            countdown(to: confirmation.deadline, in: frame)
            ". "
            frame[.confirmAdvice]
        }
        form(.method(.post), .action(frame.path(.confirmOperation(confirmation.operation)))) {
            csrfField(in: frame)
            button(.type(.submit), .class("button button-primary")) { frame[.confirmButton] }
        }
    }
}
