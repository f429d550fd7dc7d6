/// What one check of the doctor found.
public struct DoctorFinding: Hashable, Sendable {
    /// How it is; the gravest first.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// Something does not work.
        case failure
        /// It works, and will not for long, or not as safely as it should.
        case warning
        /// Worth knowing; nothing has to be done.
        case note
        /// As it should be.
        case ok
        /// It could not be looked at; the reason says why.
        case skipped
    }

    /// What the check is about.
    public enum Subject: String, CaseIterable, Hashable, Sendable {
        case fail2ban, jails, machine, data, database, console
    }

    /// The part of the console where more of it is to be seen.
    public enum Place: Hashable, Sendable {
        case jail(String)
        case jails, events, settings, audit, tasks
    }

    /// The stable name of the check, such as `fail2ban.socket`.
    public let id: String
    /// What was looked at, in a few words.
    public let title: String
    /// What it is about.
    public let subject: Subject
    /// How it is.
    public let status: Status
    /// One or two sentences with what was measured.
    public let reason: String
    /// What to do, in words; nil where the command says it all, or nothing has to be done.
    public let advice: String?
    /// The command that mends it.
    public let command: String?
    /// Where more of it is to be seen.
    public let place: Place?

    init(_ check: DoctorCheck, _ verdict: DoctorVerdict) {
        id = check.id
        title = check.title
        subject = check.subject
        status = verdict.status
        reason = verdict.reason
        advice = verdict.advice
        command = verdict.command
        place = verdict.place
    }
}

/// What a check says, before it is known which check it was.
struct DoctorVerdict: Hashable, Sendable {
    var status: DoctorFinding.Status
    var reason: String
    var command: String?
    var advice: String?
    var place: DoctorFinding.Place?

    static func ok(_ reason: String, at place: DoctorFinding.Place? = nil) -> Self {
        Self(status: .ok, reason: reason, place: place)
    }

    static func skipped(_ reason: String, advice: String? = nil) -> Self {
        Self(status: .skipped, reason: reason, advice: advice)
    }

    static func note(
        _ reason: String, _ command: String? = nil, advice: String? = nil, at place: DoctorFinding.Place? = nil
    ) -> Self {
        Self(status: .note, reason: reason, command: command, advice: advice, place: place)
    }

    static func warning(
        _ reason: String, _ command: String? = nil, advice: String? = nil, at place: DoctorFinding.Place? = nil
    ) -> Self {
        Self(status: .warning, reason: reason, command: command, advice: advice, place: place)
    }

    static func failure(
        _ reason: String, _ command: String? = nil, advice: String? = nil, at place: DoctorFinding.Place? = nil
    ) -> Self {
        Self(status: .failure, reason: reason, command: command, advice: advice, place: place)
    }
}
