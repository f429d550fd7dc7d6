/// The words of: password.
extension Text {
    static let passwordCurrent = Text("password.current", "Present password")
    static let passwordHint = Text(
        "password.hint",
        "At least {0} characters. Length counts, not signs; pasting is fine.")
    static let passwordNew = Text("password.new", "New password")
    static let passwordNote = Text("password.note", "All other sessions end, and all access tokens are revoked.")
    static let passwordRepeat = Text("password.repeat", "New password again")
    static let passwordSubmit = Text("password.submit", "Change password")
    static let passwordTitle = Text("password.title", "Change the password")
}
