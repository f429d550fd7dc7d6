/// The words of: logout.
extension Text {
    static let logoutAgain = Text("logout.again", "Sign in again")
    static let logoutDetail = Text("logout.detail", "The session has ended on this device.")
    static let logoutTitle = Text("logout.title", "Signed out")
}
