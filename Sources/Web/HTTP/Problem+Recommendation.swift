import Console
import Fail2ban
import HTTPTypes
import Host

extension Problem {
    /// The title of what is refused because the program is about to end.
    static let stopping = "BanGUI is stopping"

    /// What to do about it, where somebody has to mend something or to wait; nil for anything else.
    var recommendation: String? {
        guard title != Self.stopping else { return nil }
        return switch code {
        case .fail2banUnreachable where !isHanging:
            "Start fail2ban, and look in its log why it stopped: until then nobody new is banned. What was last known "
                + "stays readable."
        case .fail2banUnreachable, .fail2banBusy:
            "Wait: BanGUI asks again by itself. If it lasts for minutes, look in fail2ban's log and start it again."
        case .fail2banStarting:
            "Wait until the jail runs. If it does not come back within a minute, look in fail2ban's log why."
        case .agentUnreachable:
            "Look whether BanGUI's agent runs (systemctl status bangui-agent) and what its log says."
        case .databaseBusy:
            "Wait: BanGUI tries again by itself. If it lasts, end the program that holds the database, such as a shell "
                + "with an open transaction."
        case .databaseFull:
            "Free some space on the disk of the data directory (df -h tells how much there is); BanGUI goes on by itself."
        case .databaseUnreachable:
            "Look whether the database server runs and lets BanGUI in; BanGUI goes on by itself as soon as it does."
        case .internalError where status == .serviceUnavailable:
            "Look at the disk and at BanGUI's own log (journalctl -u bangui); sudo bangui doctor tells what is wrong."
        default: nil
        }
    }

    /// Tells of a jail that does not run whether it may come yet: a daemon that starts has its jails one after the other.
    mutating func take(_ status: DaemonStatus, _ error: any Error, at now: Int64) {
        let jail: JailName
        switch error {
        case HostError.noSuchJail(let name), OperationError.host(.noSuchJail(let name)): jail = name
        default: return
        }
        guard status.awaits(jail, at: now) else { return }
        self = Problem(
            .serviceUnavailable, .fail2banStarting, "fail2ban is starting",
            "The jail “\(jail)” does not run yet. Nothing was changed; try again in a moment.", retryAfter: 2)
    }

    /// Tells when to try again where a breaker knows it.
    mutating func take(_ breakers: Breakers) {
        guard status == .serviceUnavailable else { return }
        let waits = Self.breakers(for: code, breakers).compactMap { $0.refusal?.wait.wholeSeconds }
        if let wait = waits.max() { retryAfter = Int(max(1, wait)) }
    }

    /// Since when the thing that failed does, in UTC epoch seconds; nil where its breaker is closed.
    func brokenSince(_ breakers: Breakers) -> Int64? {
        Self.breakers(for: code, breakers).compactMap(\.report.brokenSince).min()
    }

    /// Whether the database is what failed, so that nothing of BanGUI works.
    var isOfDatabase: Bool {
        switch code {
        case .databaseBusy, .databaseFull, .databaseUnreachable: title != Self.stopping
        case .internalError: status == .serviceUnavailable
        default: false
        }
    }

    private static func breakers(for code: Code, _ breakers: Breakers) -> [Breaker] {
        switch code {
        case .fail2banUnreachable, .fail2banBusy, .agentUnreachable: [breakers.fail2ban]
        case .databaseBusy, .databaseFull, .databaseUnreachable, .internalError:
            [breakers.database, breakers.databaseWrites]
        default: []
        }
    }
}

extension BreakerCause {
    /// The same in the terms of answers; nil for what no answer knows.
    var problem: Problem? {
        switch self {
        case .host(let error): Problem(host: error)
        case .store(let failure): Problem(store: failure)
        case .slow, .other: nil
        }
    }

    /// Why it failed, in a sentence, or in a few words without a full stop.
    var words: String {
        switch self {
        case .host(.unknownOutcome): "fail2ban does not answer."
        case .host(let error): StatusView.reason(error)
        case .store(let failure): Problem(store: failure).title
        case .slow: "It took too long to answer."
        case .other(let words): words
        }
    }
}
