public import Logging
internal import Synchronization

/// The breakers of this server, one for each thing outside, by their stable names.
public final class Breakers: Sendable {
    /// The daemon of the guarded host.
    public let fail2ban: Breaker
    /// The database: its connections, and reading.
    public let database: Breaker
    /// Writing to the database, which a full disk or another program's lock ends while reading goes on.
    public let databaseWrites: Breaker

    /// How many others there may be; what comes after them shares one.
    static let mostOthers = 256
    /// How long one that is closed is kept after its last use.
    static let idle: Duration = .seconds(900)
    /// The name of the one that is shared.
    public static let shared = "others"

    private let surroundings: BreakerSurroundings
    private let others = Mutex<[String: Breaker]>([:])

    /// The breakers of a server that knows no one else yet.
    public init(_ surroundings: BreakerSurroundings) {
        self.surroundings = surroundings
        fail2ban = Breaker("fail2ban", rules: .nearby, surroundings)
        database = Breaker("database", rules: .nearby, surroundings)
        databaseWrites = Breaker("database_writes", rules: .nearby, surroundings)
    }

    /// The breakers of a running server, which tells its log and its pages of every change.
    public convenience init(pulse: Pulse, logger: Logger, now: @escaping @Sendable () -> Int64) {
        self.init(
            BreakerSurroundings(
                now: now,
                tell: { change in
                    change.log(to: logger)
                    if change.before == .closed || change.report.state == .closed { pulse.beat() }
                }))
    }

    /// All there are, those of this machine first.
    public var all: [Breaker] {
        [fail2ban, database, databaseWrites] + others.withLock { $0.values.sorted { $0.name < $1.name } }
    }

    /// How all of them stand.
    public var reports: [BreakerReport] { all.map(\.report) }

    /// The breaker of something far away, made at first use; the same name gives the same one while it is in use.
    ///
    /// Those that are closed go when nobody has used them for a while, or when room is needed; where all are in use, a
    /// name that is new shares one with others.
    public func breaker(_ name: String) -> Breaker {
        let now = surroundings.uptime()
        return others.withLock { others in
            if let known = others[name] { return known }
            for (old, breaker) in others where breaker.isIdle(since: now - Self.idle) { others[old] = nil }
            if others.count >= Self.mostOthers {
                let unused = others.values.filter { $0.isIdle(since: now) }.min { $0.lastUse < $1.lastUse }
                if let unused { others[unused.name] = nil }
            }
            let kept = others.count < Self.mostOthers ? name : Self.shared
            if let known = others[kept] { return known }
            let breaker = Breaker(kept, surroundings)
            others[kept] = breaker
            return breaker
        }
    }
}

extension BreakerChange {
    /// Writes a line: what goes wrong and what is well again stand out, trials do not.
    fileprivate func log(to logger: Logger) {
        let metadata: Logger.Metadata = [
            "breaker": "\(report.name)", "state": "\(report.state.rawValue)", "before": "\(before.rawValue)",
            "failures": "\(report.failures)", "cause": "\(report.cause.map { "\($0)" } ?? "")",
        ]
        switch (before, report.state) {
        case (.closed, _): logger.warning("a breaker opened: calls are refused for a while", metadata: metadata)
        case (_, .closed): logger.notice("a breaker closed: calls go through again", metadata: metadata)
        default: logger.debug("a breaker tries again", metadata: metadata)
        }
    }
}
