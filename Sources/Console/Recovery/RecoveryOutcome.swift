internal import Host

/// A start of fail2ban, for counting.
public struct RecoveryStart: Hashable, Sendable {
    /// `bangui`, or `person`.
    public var by: String
    /// What came of it, in a word.
    public var result: String

    /// All that there can be, for numbers that begin at zero.
    public static let all = ["bangui", "person"].flatMap { by in
        RecoveryRecord.Result.allCases.map { RecoveryStart(by: by, result: $0.rawValue) }
    }
}

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

    var result: RecoveryRecord.Result {
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
