import Console
import Host
import Web

/// What a failure of a host means on the command line.
struct HostFailure {
    let code: Failure.Code
    let message: String

    private init(_ code: Failure.Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: OperationError) {
        switch error {
        case .invalid(let faults): self.init(.usage, faults.map(\.message).joined(separator: "\n"))
        case .noSuchOperation: self.init(.notFound, "There is no such operation.")
        case .notAllowed, .notInScope: self.init(.notPermitted, "You may not do what this operation did.")
        case .tooLate: self.init(.conflict, "It was undone or confirmed before, or its time has passed.")
        case .host(let error): self.init(error)
        }
    }

    /// Knows the errors of a host and of what is done to it; nil for any other.
    init?(any error: any Error) {
        switch error {
        case let error as HostError: self.init(error)
        case let error as OperationError: self.init(error)
        default: return nil
        }
    }

    init(_ error: HostError) {
        let code: Failure.Code =
            switch error {
            case .unreachable(.noPermission), .agent(.noPermission), .agent(.notAdmitted), .notAllowed: .notPermitted
            case .unreachable, .agent, .closed: .unreachable
            case .timedOut, .unknownOutcome: .timedOut
            case .busy, .unreadable(_, .locked): .tryAgain
            case .noSuchJail: .notFound
            case .refused: .conflict
            case .protocolViolation, .unreadable: .failed
            }
        self.init(code, describe(error))
    }
}

extension HostFailure {
    /// The same as an error to throw.
    var failure: Failure { Failure(code, message) }
}
