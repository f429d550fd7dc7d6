import Console
import HTML

/// What was typed into the form, and what is wrong with it.
struct RecoveryForm: Sendable {
    var isAcknowledged = false
    var reason = ""
    var acknowledgeError: String?
    var reasonError: String?
}

/// The page on which an administrator has fail2ban started though it died again and again.
func recoveryFormPage(_ view: RecoveryForm, _ report: RecoveryReport, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.recoveryFormTitle], lead: HTML(frame[.recoveryFormLead]),
            back: a(.class("back"), .href(frame.path(.runtime))) { frame[.runtimeTitle] })
        form(.class("card form"), .method(.post), .action(frame.path(.recovery)), .novalidate) {
            csrfField(in: frame)
            if let cause = report.cause { p { inert(frame.phrase(cause), in: frame) } }
            if let words = report.last?.detail {
                p(.class("hint")) { inert(frame.phrase(words), in: frame) }
            }
            acknowledgement(view, in: frame)
            textField(
                FieldView(
                    name: "reason", label: frame[.recoveryReason], hint: frame[.recoveryReasonHint],
                    error: view.reasonError), value: view.reason, in: frame, .autocomplete("off"), .maxlength(400))
            div(.class("form-foot")) {
                button(.type(.submit), .class("button")) { frame[.recoveryFormSubmit] }
                a(.class("button button-quiet"), .href(frame.path(.runtime))) { frame[.banCancel] }
            }
        }
    }
}

private func acknowledgement(_ view: RecoveryForm, in frame: PageFrame) -> HTML {
    div(.class("field", view.acknowledgeError == nil ? nil : "has-error")) {
        label(.class("choice")) {
            input(
                [
                    .type(.checkbox), .name("acknowledge"), .value("1"), .id("f-acknowledge"),
                    .checked(if: view.isAcknowledged),
                ]
                    + [
                        .aria("describedby", "f-acknowledge-error").when(view.acknowledgeError != nil),
                        .aria("invalid", "true").when(view.acknowledgeError != nil),
                    ])
            span { frame[.recoveryAcknowledge] }
        }
        if let error = view.acknowledgeError {
            p(.id("f-acknowledge-error"), .class("error")) {
                symbolImage(.danger)
                span { inert(frame.phrase(error), in: frame) }
            }
        }
    }
}
