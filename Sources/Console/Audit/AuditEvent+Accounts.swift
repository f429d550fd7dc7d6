internal import Storage

extension AuditEvent {
    /// A property of an account was set, in words that `words` gives.
    static func change(of user: User, _ before: Bool, _ after: Bool, _ words: (Bool) -> String) -> AuditEvent {
        AuditEvent(
            .userChange, subject: user.name, before: words(before), after: words(after),
            result: before == after ? .already : .done)
    }

    /// An account got another password, which ended sessions and tokens; neither password is told.
    static func password(of user: User, ended: EndedAccess) -> AuditEvent {
        AuditEvent(.password, subject: user.name, after: ended.words)
    }

    /// A session was ended by its owner.
    static func end(of session: Session) -> AuditEvent {
        AuditEvent(
            .sessionEnd, subject: "session \(session.id)", before: "\(session.address), \(session.userAgent)")
    }

    /// A refresh token was used again, so that its session was ended: somebody else has the token.
    static func reuse(of session: Session) -> AuditEvent {
        AuditEvent(
            .sessionEnd, subject: "session \(session.id)", before: "\(session.address), \(session.userAgent)",
            result: .refused, detail: "A refresh token was used again: somebody else may have it.")
    }

    /// Values by name were changed; nil where all are as they were. What is absent is nil.
    static func change(
        _ kind: AuditKind, subject: String? = nil, of names: some Sequence<String>, _ before: [String: String],
        _ after: [String: String]
    ) -> AuditEvent? {
        let changed = names.filter { before[$0] != after[$0] }.sorted()
        guard !changed.isEmpty else { return nil }
        func words(_ values: [String: String]) -> String {
            changed.map { name in values[name].map { "\(name)=\($0)" } ?? "\(name) is not set" }.joined(separator: "\n")
        }
        return AuditEvent(
            kind, subject: subject ?? changed.joined(separator: ", "), before: words(before), after: words(after))
    }
}
