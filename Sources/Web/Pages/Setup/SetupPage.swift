import HTML

/// The setup form with what was typed, its faults, and what was found on the machine.
struct SetupView: Sendable {
    var token = ""
    var username = ""
    var timezone = "UTC"
    /// The names to choose from.
    var zones: [String] = ["UTC"]
    var sessionMinutes = ""
    var databasePath = ""
    var socket = ""
    /// Field name → where the environment fixes it (`environment`, `command line`, `.env`).
    var locked: [String: String] = [:]
    /// Field name → fault. Names: `token`, `username`, `password`, `repeat`, `timezone`, `session_duration_minutes`,
    /// `database_path`, `fail2ban_socket`.
    var errors: [String: String] = [:]
    /// A fault of the whole, such as a database that cannot be written.
    var failure: String?
    var minimumPassword = 12
    var checks: [CheckView] = []
}

/// The page to which everything leads until setup is complete.
func setupPage(_ view: SetupView, in frame: PageFrame) -> HTML {
    plainPage(in: frame, wide: true) {
        div(.class("setup")) {
            form(.class("card sheet-card form"), .method(.post), .action(frame.path(.setup)), .novalidate) {
                csrfField(in: frame)
                hgroup {
                    h1 { frame[.setupTitle] }
                    p(.class("lead")) { frame[.setupLead] }
                }
                if let failure = view.failure {
                    banner(.danger, title: frame[.setupFailed]) { inert(frame.phrase(failure), in: frame) }
                }
                setupToken(view, in: frame)
                setupAccount(view, in: frame)
                setupSystem(view, in: frame)
                button(.type(.submit), .class("button button-primary button-wide")) { frame[.setupSubmit] }
            }
            aside(.class("card sheet-card found")) {
                h2 { frame[.setupFound] }
                if view.checks.isEmpty {
                    p(.class("hint")) { frame[.setupFoundNothing] }
                } else {
                    checkList(view.checks, in: frame)
                }
            }
        }
    }
}

private func setupToken(_ view: SetupView, in frame: PageFrame) -> HTML {
    textField(
        setupField(
            "token", frame[.setupToken],
            hint: frame[.setupTokenHint], view),
        value: view.token, in: frame, .autocomplete("off"), .verbatim, .unchecked, .required(),
        .autofocus(if: view.token.isEmpty))
}

private func setupAccount(_ view: SetupView, in frame: PageFrame) -> HTML {
    fieldset(.class("group")) {
        legend { frame[.setupAccount] }
        textField(
            setupField("username", frame[.setupUsername], view), value: view.username, in: frame,
            .autocomplete("username"), .verbatim, .unchecked, .required())
        newPasswordField(
            name: "password", label: frame[.loginPassword], minimum: view.minimumPassword,
            error: view.errors["password"], in: frame)
        textField(
            setupField("repeat", frame[.setupRepeat], view), value: "", in: frame, kind: .password,
            .autocomplete("new-password"))
    }
}

private func setupSystem(_ view: SetupView, in frame: PageFrame) -> HTML {
    fieldset(.class("group")) {
        legend { frame[.setupSystem] }
        textField(
            setupField("fail2ban_socket", frame[.setupSocket], view), value: view.socket, in: frame, .verbatim,
            .unchecked, .autocomplete("off"))
        textField(
            setupField("database_path", frame[.setupDatabase], view), value: view.databasePath, in: frame,
            .verbatim, .unchecked, .autocomplete("off"))
        div(.class("field-row")) {
            choiceField(
                setupField("timezone", frame[.setupTimezone], view), options: view.zones.map { ($0, $0) },
                selected: view.timezone, in: frame)
            textField(
                setupField("session_duration_minutes", frame[.setupSession], view),
                value: view.sessionMinutes, in: frame, .inputmode("numeric"), .autocomplete("off"))
        }
    }
}

private func setupField(_ name: String, _ label: String, hint: String? = nil, _ view: SetupView) -> FieldView {
    FieldView(name: name, label: label, hint: hint, error: view.errors[name], lockedBy: view.locked[name])
}

/// What is left to know when setup is complete.
struct SetupDoneView: Sendable {
    var username: String
    var checks: [CheckView] = []
}

/// The page when setup is complete.
func setupDonePage(_ view: SetupDoneView, in frame: PageFrame) -> HTML {
    plainPage(in: frame) {
        section(.class("card sheet-card")) {
            h1 { frame[.setupDone] }
            p(.class("lead")) { frame[.setupDoneDetail, view.username] }
            checkList(view.checks, in: frame)
            a(.class("button button-primary button-wide"), .href(frame.path(.login(returnTo: nil)))) {
                frame[.loginSubmit]
            }
        }
    }
}
