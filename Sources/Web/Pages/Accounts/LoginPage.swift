import HTML

/// The sign-in form.
struct LoginView: Sendable {
    var username = ""
    /// The local path to go to afterwards.
    var returnTo: String?
    var fault: Fault?

    /// Why the last try failed.
    enum Fault: Sendable, Hashable {
        case wrong
        /// Too many tries; the seconds to wait.
        case limited(seconds: Int64)
        /// The session has ended.
        case expired
    }
}

/// The sign-in page.
func loginPage(_ view: LoginView, in frame: PageFrame) -> HTML {
    plainPage(in: frame) {
        section(.class("card sheet-card")) {
            h1 { frame[.loginTitle] }
            if let fault = view.fault { loginFault(fault, in: frame) }
            form(.class("form"), .method(.post), .action(frame.path(.login(returnTo: nil)))) {
                csrfField(in: frame)
                if let path = view.returnTo { input(.type(.hidden), .name("return"), .value(path)) }
                textField(
                    FieldView(name: "username", label: frame[.loginUsername]), value: view.username, in: frame,
                    .autocomplete("username"), .verbatim, .unchecked, .required(), .autofocus(if: view.username.isEmpty)
                )
                textField(
                    FieldView(name: "password", label: frame[.loginPassword]), value: "", in: frame, kind: .password,
                    .autocomplete("current-password"), .required(), .autofocus(if: !view.username.isEmpty))
                button(.type(.submit), .class("button button-primary button-wide")) { frame[.loginSubmit] }
            }
        }
    }
}

private func loginFault(_ fault: LoginView.Fault, in frame: PageFrame) -> HTML {
    switch fault {
    case .wrong:
        banner(.danger, title: frame[.loginWrong]) { frame[.loginWrongDetail] }
    case .limited(let seconds):
        banner(.warn, title: frame[.loginLimited]) {
            frame[.loginLimitedDetail]
            " "
            countdown(to: frame.now + seconds, in: frame)
            "."
        }
    case .expired:
        banner(.info, title: frame[.loginExpired]) { frame[.loginExpiredDetail] }
    }
}

/// The page after signing out.
func signedOutPage(in frame: PageFrame) -> HTML {
    plainPage(in: frame) {
        section(.class("card sheet-card")) {
            h1 { frame[.logoutTitle] }
            p(.class("lead")) { frame[.logoutDetail] }
            a(.class("button button-primary button-wide"), .href(frame.path(.login(returnTo: nil)))) {
                frame[.logoutAgain]
            }
        }
    }
}
