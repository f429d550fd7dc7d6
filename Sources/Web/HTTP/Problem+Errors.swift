import Console
package import Host
import Hummingbird

/// The one table from errors of the rooms below to answers.
extension Problem {
    /// The problem that an error is to whoever sent the request; nil for what nobody foresaw.
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as OperationError: self.init(operation: error)
        case let error as HostError: self.init(host: error)
        case let error as RecoveryError: self.init(recovery: error)
        case let error as SetupError: self.init(setup: error)
        case let error as any HTTPResponseError: self.init(status: error.status)
        default:
            guard let failure = StoreFailure(error) else { return nil }
            self.init(store: failure)
        }
    }

    init(operation error: OperationError) {
        switch error {
        case .invalid(let faults):
            self.init(
                .unprocessableContent, .invalidValues, "Some values cannot be used",
                faults.map(\.message).joined(separator: " "), fields: faults)
        case .noSuchOperation:
            self.init(.notFound, .notFound, "No such operation", "It may have been removed, or the address is wrong.")
        case .tooLate:
            self.init(.gone, .tooLate, "Too late", "It was undone or confirmed before, or its time has passed.")
        case .notAllowed: self = Gate.notAllowed
        case .notInScope(let action): self = Gate.insufficientScope(for: action)
        case .host(let error): self.init(host: error)
        }
    }

    init(host error: HostError) {
        switch error {
        case .unreachable(let reason):
            self.init(
                .serviceUnavailable, .fail2banUnreachable, "fail2ban cannot be reached", reason.remedy, retryAfter: 5)
            if case .saturated = reason { isHanging = true }
        case .timedOut, .busy:
            self.init(
                .serviceUnavailable, .fail2banBusy, "fail2ban does not answer",
                "It is busy with something long, or stuck. Nothing was changed; try again in a moment.", retryAfter: 5)
        case .unknownOutcome:
            self.init(
                .serviceUnavailable, .fail2banBusy, "fail2ban did not confirm",
                "The command was sent and no answer came. Look at the list before you try again.", retryAfter: 5)
        case .noSuchJail(let jail):
            self.init(.notFound, .notFound, "No such jail", "No jail named “\(jail)” is running.")
        case .refused(let words):
            self.init(.conflict, .fail2banRefused, "fail2ban refused", words)
        case .protocolViolation(let words):
            self.init(.badGateway, .fail2banRefused, "fail2ban's answer cannot be understood", words)
        case .unreadable(let path, .locked):
            self.init(
                .serviceUnavailable, .fail2banBusy, "fail2ban's database is busy",
                "Another program holds \(path). Try again in a moment.", retryAfter: 2)
        case .unreadable(let path, .damaged(let words)), .unreadable(let path, .other(let words)):
            self.init(.badGateway, .fail2banRefused, "A file of fail2ban cannot be read", "\(path): \(words)")
        case .agent(let trouble):
            self.init(
                .serviceUnavailable, .agentUnreachable, "BanGUI's agent cannot be used", trouble.remedy, retryAfter: 5)
        case .notAllowed(let words):
            self.init(.forbidden, .notAllowed, "BanGUI is not allowed to do it", words)
        case .closed:
            self.init(
                .serviceUnavailable, .fail2banUnreachable, Self.stopping, "Try again in a moment.",
                retryAfter: 5)
        }
    }

    init(store failure: StoreFailure) {
        switch failure {
        case .busy:
            self.init(
                .serviceUnavailable, .databaseBusy, "The database is busy",
                "Another program holds it. Try again in a moment.", retryAfter: 2)
        case .full:
            self.init(
                .serviceUnavailable, .databaseFull, "The disk is full",
                "Free some space where BanGUI's data directory lies; nothing was stored.", retryAfter: 30)
        case .unreachable:
            self.init(
                .serviceUnavailable, .databaseUnreachable, "The database server cannot be reached",
                "BanGUI's own log names the cause. Whether what you did was stored is not sure.", retryAfter: 5)
        case .closed:
            self.init(
                .serviceUnavailable, .databaseBusy, Self.stopping, "Try again in a moment.", retryAfter: 5)
        case .failed:
            self.init(
                .serviceUnavailable, .internalError, "The database failed",
                "BanGUI's own log names the cause. What you did was not stored.", retryAfter: 30)
        case .malformedCursor:
            self.init(.badRequest, .badRequest, "Malformed cursor", "Start again from the first page.")
        }
    }

    private init(setup error: SetupError) {
        switch error {
        case .alreadyComplete: self = Gate.setupDone
        case .inProgress: self.init(.conflict, .conflict, "Another setup is under way", "\(error)")
        case .wrongToken: self.init(.forbidden, .wrongCredentials, "Wrong token", "\(error)")
        case .invalid(let faults): self.init(operation: .invalid(faults))
        case .busy: self.init(.tooManyRequests, .tooManyRequests, "Too many tries", "\(error)", retryAfter: 5)
        default: self.init(.conflict, .conflict, "Nothing was stored", "\(error)")
        }
    }

    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self.init(.notFound, .notFound, "Not found", "There is nothing at this address.")
        case .contentTooLarge: self.init(.contentTooLarge, .tooLarge, "Too large", "The request holds too much.")
        case .methodNotAllowed: self.init(.methodNotAllowed, .methodNotAllowed, "Method not allowed")
        default: self.init(status, .badRequest, status.reasonPhrase)
        }
    }
}

extension HostError.Unreachable {
    /// The service manager's command, where the socket is that of the system's fail2ban and starting it helps.
    var command: String? {
        switch self {
        case .notRunning(let path) where LocalHost.usualSockets.contains(path): "systemctl start fail2ban"
        case .staleSocket(let path) where LocalHost.usualSockets.contains(path),
            .saturated(let path) where LocalHost.usualSockets.contains(path):
            "systemctl restart fail2ban"
        default: nil
        }
    }

    private var wayToStart: String? { command.map { "Start it again: \($0)" } }

    /// What starts a fail2ban that the service manager does not know.
    private static let elsewhere =
        "It is not the system's own: start it the way it was started. The demo's starts with BanGUI: end that (Ctrl-C) "
        + "and start it again."

    /// What is wrong and what mends it.
    var remedy: String {
        switch self {
        case .notRunning(let path):
            "There is no socket at \(path): fail2ban is not running. \(wayToStart ?? Self.elsewhere)"
        case .staleSocket(let path):
            "Nobody listens at \(path): fail2ban died. \(wayToStart ?? Self.elsewhere)"
        case .noPermission(let path):
            "BanGUI may not open \(path): it belongs to root. Run BanGUI as root or give its user access."
        case .saturated(let path):
            "fail2ban at \(path) takes no more connections: it hangs or is stopped, or too many programs talk to it at "
                + "once. If that lasts, start it again\(command.map { ": \($0)" } ?? ".")"
        case .other(let path, let reason): "\(path): \(reason)"
        }
    }
}

/// An error of a host in one line for a terminal: what is wrong and what mends it.
package func describe(_ error: HostError) -> String {
    let problem = Problem(host: error)
    return "\(problem.title). \(problem.detail)"
}
