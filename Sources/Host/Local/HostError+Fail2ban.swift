import Fail2ban

extension HostError {
    /// What an error of the connection means for an operation on the host.
    init(_ error: Fail2banError) {
        self =
            switch error {
            case .notRunning(let path): .unreachable(.notRunning(path: path))
            case .staleSocket(let path): .unreachable(.staleSocket(path: path))
            case .noPermission(let path): .unreachable(.noPermission(path: path))
            case .saturated(let path): .unreachable(.saturated(path: path))
            case .pathTooLong(let path): .unreachable(.other(path: path, reason: "path too long for a socket"))
            case .connectionFailed(let path, let reason): .unreachable(.other(path: path, reason: reason))
            case .overloaded: .busy
            case .timedOut, .cancelled, .connectionLost: .timedOut
            case .unknownOutcome: .unknownOutcome
            case .closed: .closed
            case .shuttingDown: .refused("fail2ban is shutting down")
            case .unknownJail(let jail): .noSuchJail(jail)
            case .unreachableJail(let jail):
                .protocolViolation("fail2ban reads the jail name '\(jail)' as a keyword: no command reaches it")
            case .ambiguousArgument(let text): .protocolViolation("fail2ban would read '\(text)' as an option")
            case .refused(let refusal): .refused(refusal.message)
            case .malformedReply(let reason): .protocolViolation("unreadable reply: \(reason)")
            case .unsendable(.containsTerminator):
                .protocolViolation("a text holds the bytes that end a request of fail2ban")
            case .unsendable(.tooLong): .protocolViolation("the request is longer than 64 KiB")
            }
    }

    /// The error of a whole change whose first batches were done already: what never began is then not "nothing".
    var afterPartOfChange: HostError {
        switch self {
        case .timedOut, .busy, .unreachable, .closed: .unknownOutcome
        default: self
        }
    }
}
