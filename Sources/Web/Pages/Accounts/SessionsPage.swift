import HTML

/// The sessions of who is signed in, and the form to change the password.
struct SessionsView: Sendable {
    var sessions: [SessionRow]
    var password = PasswordForm()

    /// A session on some device.
    struct SessionRow: Sendable {
        var id: String
        /// Browser and system, as far as it told.
        var device: String
        var address: String
        /// UTC epoch seconds.
        var lastSeen: Int64
        var started: Int64
        var isCurrent: Bool
    }

    /// The faults of the last try.
    struct PasswordForm: Sendable {
        var currentError: String?
        var newError: String?
        var repeatError: String?
        /// The least length allowed.
        var minimum = 12
    }
}

/// The page of sessions and password.
func sessionsPage(_ view: SessionsView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.sessionsTitle],
            lead: HTML(frame[.sessionsLead])
        ) {
            if view.sessions.count > 1 { endOthersForm(in: frame) }
        }
        ul(.class("card rows rows-large")) { for session in view.sessions { sessionRow(session, in: frame) } }
        passwordPanel(view.password, in: frame)
    }
}

private func endOthersForm(in frame: PageFrame) -> HTML {
    form(.class("inline"), .method(.post), .action(frame.path(.endSessions))) {
        csrfField(in: frame)
        input(.type(.hidden), .name("session"), .value("others"))
        button(.type(.submit), .class("button")) { frame[.sessionsOthers] }
    }
}

private func sessionRow(_ session: SessionsView.SessionRow, in frame: PageFrame) -> HTML {
    li {
        div(.class("grow")) {
            p(.class("row-title")) {
                inert(session.device, in: frame)
                if session.isCurrent { badge(.ok, frame[.sessionsCurrent]) }
            }
            p(.class("hint")) {
                span(.class("address-text")) { inert(session.address, in: frame) }
                " · "
                frame[.sessionsSeen]
                " "
                timeAgo(session.lastSeen, in: frame)
                " · "
                frame[.sessionsStarted]
                " "
                timeAgo(session.started, in: frame)
            }
        }
        form(.class("inline"), .method(.post), .action(frame.path(.endSessions))) {
            csrfField(in: frame)
            input(.type(.hidden), .name("session"), .value(session.id))
            button(.type(.submit), .class("button button-small button-row")) {
                session.isCurrent ? frame[.navLogout] : frame[.sessionsEnd]
            }
        }
    }
}

private func passwordPanel(_ view: SessionsView.PasswordForm, in frame: PageFrame) -> HTML {
    panel(frame[.passwordTitle], note: frame[.passwordNote]) {
        form(.class("form form-narrow"), .method(.post), .action(frame.path(.password)), .novalidate) {
            csrfField(in: frame)
            // For password managers, which file a password under the name beside it.
            input(.type(.text), .name("username"), .value(frame.userName ?? ""), .autocomplete("username"), .hidden())
            textField(
                FieldView(name: "current", label: frame[.passwordCurrent], error: view.currentError), value: "",
                in: frame, kind: .password, .autocomplete("current-password"))
            newPasswordField(
                name: "new", label: frame[.passwordNew], minimum: view.minimum, error: view.newError, in: frame)
            textField(
                FieldView(name: "repeat", label: frame[.passwordRepeat], error: view.repeatError), value: "",
                in: frame, kind: .password, .autocomplete("new-password"))
            div(.class("form-foot")) {
                button(.type(.submit), .class("button button-primary")) { frame[.passwordSubmit] }
            }
        }
    }
}

/// The field of a password to be set, with what it has to be.
func newPasswordField(name: String, label: String, minimum: Int, error: String?, in frame: PageFrame) -> HTML {
    textField(
        FieldView(
            name: name, label: label,
            hint: frame[.passwordHint, "\(minimum)"], error: error),
        value: "", in: frame, kind: .password, .autocomplete("new-password"), .minlength(minimum))
}
