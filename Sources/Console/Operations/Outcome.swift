import Host

/// What came of a change to one id, judged by what the daemon said before and says after it.
struct Outcome: Equatable {
    var result: OperationRecord.Result
    var detail: String?

    /// Of a ban: whether the id was banned before, whether it is now (nil: the daemon does not say), what went wrong
    /// meanwhile, and the daemon's words about an action that failed. What was banned before was not sent.
    init(ofBanning before: Bool, _ after: Bool?, _ failure: HostError?, notEnforced: String?) {
        switch (before, after) {
        case (true, true), (true, nil): self.init(.already)
        case (false, true): self.init(notEnforced == nil ? .done : .notEnforced, notEnforced)
        case (true, false): self.init(.refused, "It was banned, and was unbanned meanwhile.")
        case (false, false): self.init(.refused, failure?.words ?? "fail2ban does not list it as banned.")
        case (false, nil): self.init(.unknown, Self.silence)
        }
    }

    /// Of an unban, likewise. What was not banned before was not sent.
    init(ofUnbanning before: Bool, _ after: Bool?, _ failure: HostError?) {
        switch (before, after) {
        case (false, false), (false, nil): self.init(.already)
        case (true, false): self.init(.done)
        case (false, true): self.init(.refused, "It was not banned, and was banned meanwhile.")
        case (true, true): self.init(.refused, failure?.words ?? "fail2ban still lists it as banned.")
        case (true, nil): self.init(.unknown, Self.silence)
        }
    }

    init(_ result: OperationRecord.Result, _ detail: String? = nil) {
        self.result = result
        self.detail = detail
    }

    /// Whether something was changed, as far as is known.
    var mayHaveChanged: Bool { result != .already && result != .refused }

    /// Why a result is unknown.
    static let silence = "fail2ban gave no answer; look at the list before you try again."
}

extension HostError {
    /// What went wrong, for an item of an operation that goes on.
    var words: String {
        switch self {
        case .refused(let words), .protocolViolation(let words): words
        case .noSuchJail: "The jail does not run."
        case .unreachable: "fail2ban cannot be reached."
        case .timedOut, .busy: "fail2ban does not answer."
        case .unknownOutcome: "fail2ban did not confirm it."
        case .unreadable(let path, _): "\(path) cannot be read."
        case .closed: "BanGUI is stopping."
        case .agent: "BanGUI's agent cannot be used."
        case .notAllowed(let words): words
        }
    }
}
