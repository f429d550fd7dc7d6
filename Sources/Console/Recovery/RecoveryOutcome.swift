internal import Host

/// What came of a start of fail2ban.
enum RecoveryOutcome: Hashable, Sendable {
    /// It answers.
    case started
    /// It does not, and why.
    case failed(String)
    /// The machine's owner does not allow it.
    case refused(String)
    /// Nobody knows.
    case unknown(String)

    /// The words that are stored.
    enum Result: String, CaseIterable, Sendable { case started, failed, refused, unknown }

    var result: Result {
        switch self {
        case .started: .started
        case .failed: .failed
        case .refused: .refused
        case .unknown: .unknown
        }
    }

    var detail: String? {
        switch self {
        case .started: nil
        case .failed(let words), .refused(let words), .unknown(let words): words
        }
    }

    /// Starts the daemon of a host, and waits until that is known.
    init(of host: any Host) async {
        do throws(HostError) {
            try await host.startDaemon()
            self = .started
        } catch {
            self =
                switch error {
                case .unknownOutcome: .unknown("The command that starts it did not end in time.")
                case .notAllowed(let words): .refused(words)
                case .refused(let words): .failed(words)
                default: .failed(error.words)
                }
        }
    }

    /// What the audit log tells of it.
    func event(on host: String) -> AuditEvent {
        let result: AuditResult =
            switch self {
            case .started: .done
            case .failed: .failed
            case .refused: .refused
            case .unknown: .unknown
            }
        return AuditEvent(
            .daemonStart, host: host, after: self == .started ? "running" : nil, result: result, detail: detail)
    }
}
