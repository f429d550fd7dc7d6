/// The words of: login.
extension Text {
    static let loginExpired = Text("login.expired", "Your session has ended")
    static let loginExpiredDetail = Text("login.expired.detail", "Sign in again to go on where you were.")
    static let loginLimited = Text("login.limited", "Too many tries")
    static let loginLimitedDetail = Text("login.limited.detail", "Try again in")
    static let loginPassword = Text("login.password", "Password")
    static let loginSubmit = Text("login.submit", "Sign in")
    static let loginTitle = Text("login.title", "Sign in")
    static let loginUsername = Text("login.username", "User name")
    static let loginWrong = Text("login.wrong", "Not signed in")
    static let loginWrongDetail = Text("login.wrong.detail", "The user name or the password is wrong.")
}
