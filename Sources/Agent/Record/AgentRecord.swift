import Fail2ban
import Host
import Logging
import Synchronization

/// The agent's log: what was done for whom, and what was refused. Nothing of what others wrote can end a line of it.
final class AgentRecord: Sendable {
    private struct Refusals {
        var supply: TokenBucket
        var untold = 0
    }

    private let logger: Logger
    private let refusals: Mutex<Refusals>

    /// Refusals that are told at most; the rest is counted.
    static let refusalRate = PeerLimits.Rate(burst: 100, perSecond: 1)
    /// Ids of a change that are named.
    static let namedIDs = 5

    init(_ logger: Logger, now: ContinuousClock.Instant = .now) {
        self.logger = logger
        refusals = Mutex(Refusals(supply: TokenBucket(Self.refusalRate, at: now)))
    }

    func listening(at path: String, users: Set<UInt32>) {
        logger.notice(
            "the agent listens",
            metadata: [
                "socket": "\(path)", "users": "\(([0] + users).sorted().map(String.init).joined(separator: " "))",
            ])
    }

    func stopped() { logger.notice("the agent has stopped") }

    /// Tells what was done: changes for everyone to see, reading only to those who look for it.
    func done(_ verb: AgentVerb, for peer: Peer, failure: HostError?) {
        let level: Logger.Level =
            verb.name.changes ? .notice : verb.name == .daemonPing || verb.name == .logWait ? .trace : .debug
        guard logger.logLevel <= level else { return }
        var metadata = self.metadata(of: peer)
        metadata["jail"] = verb.jail.map { "\(Self.word($0.text))" }
        if case .bans(let bans) = verb, !bans.ids.isEmpty {
            metadata["count"] = "\(bans.ids.count)"
            metadata["ids"] = "\(bans.ids.prefix(Self.namedIDs).map { Self.word($0.text) }.joined(separator: " "))"
        }
        if case .jail(.change(let change, _)) = verb { metadata["change"] = "\(Self.inert("\(change)"))" }
        metadata["outcome"] = "\(Self.inert(failure.map { "\($0)" } ?? "done"))"
        logger.log(level: level, "\(verb.name.rawValue)", metadata: metadata)
    }

    /// Tells of something that was refused, in words of the agent's own.
    func refused(_ reason: String, of peer: Peer?, verb: AgentVerb? = nil, now: ContinuousClock.Instant = .now) {
        let untold: Int? = refusals.withLock { refusals in
            guard refusals.supply.take(1, at: now, patience: .zero) != nil else {
                refusals.untold += 1
                return nil
            }
            defer { refusals.untold = 0 }
            return refusals.untold
        }
        guard let untold else { return }
        var metadata = metadata(of: peer)
        metadata["reason"] = "\(Self.inert(reason))"
        metadata["verb"] = verb.map { "\($0.name.rawValue)" }
        if untold > 0 { metadata["untold"] = "\(untold)" }
        logger.warning("refused", metadata: metadata)
    }

    private func metadata(of peer: Peer?) -> Logger.Metadata {
        peer.map { ["uid": "\($0.user)", "pid": "\($0.process)"] } ?? [:]
    }

    /// The text as one word that holds no sign of the log's own.
    static func word(_ text: String) -> String {
        inert(text).replacing(" ", with: "\\u{20}").replacing("=", with: "\\u{3d}")
    }

    /// The text with all but printable ASCII made visible, and cut to a bound.
    static func inert(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            guard shown.utf8.count < 200 else { return shown + "…" }
            if (0x20..<0x7f).contains(scalar.value), scalar != "\\" {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return shown
    }
}

extension AgentVerb {
    /// The jail concerned; nil where there is none.
    var jail: JailName? {
        switch self {
        case .bans(let verb): verb.jail
        case .jail(let verb): verb.jail
        case .daemon, .log, .audit: nil
        }
    }
}
