/// The words of: problem.
extension Text {
    static let problemDown = Text("problem.down", "fail2ban is down")
    static let problemHanging = Text("problem.hanging", "fail2ban does not answer")
    static let problemNoAgent = Text("problem.noAgent", "BanGUI’s agent cannot be used")
    static let problemPermission = Text("problem.permission", "BanGUI may not open fail2ban’s socket")
    static let problemReadOnly = Text("problem.readOnly", "Nothing can be changed just now")
    static let problemReadOnlyDetail = Text("problem.readOnly.detail", "All pages can be read.")
    static let problemStale = Text("problem.stale", "What was last known stays readable; it is from")
    static let problemStarting = Text("problem.starting", "fail2ban is starting")
    static let problemUp = Text("problem.up", "fail2ban is up, with a fault")
}
