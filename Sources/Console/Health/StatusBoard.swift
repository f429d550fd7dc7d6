public import Fail2ban
import Host
import Synchronization

/// The latest status of one host, for everyone to read at once and at no cost.
public final class StatusBoard: Sendable {
    /// Beats when the status, or what is in force, has changed.
    public let pulse: Pulse
    /// How long it takes for its signs of life.
    public let answers = DaemonAnswers()
    private let held: Mutex<DaemonStatus>

    /// Starts with nothing known at `now`.
    public init(pulse: Pulse, now: Int64) {
        self.pulse = pulse
        held = Mutex(DaemonStatus(at: now))
    }

    /// The status now.
    public var status: DaemonStatus { held.withLock { $0 } }

    /// Whether a jail runs, as far as is known.
    public func runs(_ jail: JailName) -> Bool {
        held.withLock { $0.jails.contains { $0.name == jail } }
    }

    func note(_ failure: HostError?, at now: Int64) {
        if held.withLock({ $0.note(failure, at: now) }) { pulse.beat() }
    }

    func note(_ daemon: DaemonInfo) {
        let isNew = held.withLock { status in
            guard status.daemon != daemon else { return false }
            if status.state == .up, let startedAt = daemon.startedAt { status.since = startedAt }
            status.daemon = daemon
            return true
        }
        if isNew { pulse.beat() }
    }

    func note(blindSpots: [BlindSpot]) {
        let isNew = held.withLock { status in
            defer { status.blindSpots = blindSpots }
            return status.blindSpots != blindSpots
        }
        if isNew { pulse.beat() }
    }

    /// Takes in the running jails, and which of them get their bans back just now where that is known.
    func note(_ jails: [JailCounters], returning: Set<JailName>? = nil, at now: Int64) {
        let isNew = held.withLock { status in
            status.readAt = now
            let returning = returning ?? status.returning
            guard status.jails != jails || status.returning != returning else { return false }
            status.jails = jails
            status.returning = returning
            return true
        }
        if isNew { pulse.beat() }
    }
}
