internal import ServiceLifecycle

/// A service that goes round and round as long as the console runs.
public struct Loop: Hashable, Sendable {
    /// Its stable name.
    public let name: String
    /// How long one round may take; generous, since a round may wait for a daemon that is busy.
    public let bound: Duration
    /// Whether the console is no use without it, so that the service manager is to start it anew.
    public let isVital: Bool

    /// How long a round may wait for someone's operation to end: a hundred thousand bans with an action each take fail2ban half an hour.
    public static let longestWait: Duration = .seconds(7200)

    init(_ name: String, within bound: Duration, isVital: Bool = false) {
        self.name = name
        self.bound = bound
        self.isVital = isVital
    }

    /// The loop that a service is; nil for one that waits for others, or that has a clock of its own.
    static func of(_ service: any Service) -> Loop? {
        switch service {
        case is HealthMonitor: Loop("health", within: .seconds(30), isVital: true)
        case is BanMirror: Loop("mirror", within: .seconds(900), isVital: true)
        case is Intake: Loop("intake", within: .seconds(900), isVital: true)
        case is UnconfirmedReverter: Loop("confirmations", within: .seconds(900))
        case is AnnouncedSettler: Loop("operations", within: .seconds(900))
        case is Recovery: Loop("recovery", within: .seconds(900))
        case is GeoDesk: Loop("geo", within: .seconds(900))
        case is JailWatch: Loop("jails", within: .seconds(900))
        case is AuditKeeper: Loop("audit", within: .seconds(1800))
        case is TaskRunner: Loop("tasks", within: .seconds(900))
        default: nil
        }
    }
}

/// How it is with a loop at one moment.
public struct LoopReading: Hashable, Sendable {
    /// How it is.
    public enum State: String, CaseIterable, Sendable {
        case running
        /// It has not come round for longer than it may take.
        case stalled
        /// It is over, though the console runs.
        case ended
    }

    /// Which.
    public var loop: Loop
    /// How it is.
    public var state: State
    /// How long ago it came round last, in seconds.
    public var age: Int64
    /// Why it ended; nil where it has not, or did so without an error.
    public var error: String?
}
