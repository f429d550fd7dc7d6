import Host

/// What a head of the audit log can be.
enum AuditRules {
    /// Bytes of a hash: SHA-256.
    static let hashBytes = 32

    static func refusal(of verb: AuditVerb) -> HostError? {
        switch verb {
        case .append(let head), .vouch(let head):
            head.sequence > 0 && head.hash.count == hashBytes ? nil : .notAllowed("That is no head of an audit log.")
        case .heads(let sequence): sequence >= 0 ? nil : .notAllowed("That is no number of lines.")
        }
    }
}
