/// The words of: sessions.
extension Text {
    static let sessionsCurrent = Text("sessions.current", "this one")
    static let sessionsEnd = Text("sessions.end", "End")
    static let sessionsLead = Text(
        "sessions.lead",
        "Where you are signed in. Ending a session takes effect on its next request.")
    static let sessionsOthers = Text("sessions.others", "End all others")
    static let sessionsSeen = Text("sessions.seen", "seen")
    static let sessionsStarted = Text("sessions.started", "began")
    static let sessionsTitle = Text("sessions.title", "Sessions and password")
}
