public import Fail2ban
public import Host

/// What is known of a host's fail2ban at one moment, and how fresh it is.
public struct DaemonStatus: Equatable, Sendable {
    /// Whether it answers.
    public enum State: String, Sendable {
        /// Nothing is known yet.
        case starting
        case up
        /// It is there and does not answer: busy with something long, stopped, or stuck.
        case hanging
        case down
    }

    /// Whether it answers.
    public var state: State = .starting
    /// Since when the state holds, in UTC epoch seconds; for `up` since the daemon started.
    public var since: Int64
    /// Why it is not up.
    public var cause: HostError?
    /// What the daemon last said of itself.
    public var daemon: DaemonInfo?
    /// The running jails as last read, by name.
    public var jails: [JailCounters] = []
    /// Those that have started and get their bans back one after the other, so that their counters are not yet true.
    public var returning: Set<JailName> = []
    /// The jails that ran when it was lost, and when it was back; empty before it was lost.
    private var lost: Set<JailName> = []
    private var backAt: Int64?
    /// What cannot be seen on this host; nil before anyone has looked.
    public var blindSpots: [BlindSpot]?
    /// When the jails were last read, in UTC epoch seconds; nil before the first time.
    public var readAt: Int64?

    /// Nothing is known at `now`.
    public init(at now: Int64) { since = now }

    /// Whether what is shown is older than the daemon's last sign of life.
    public var isStale: Bool { state == .hanging || state == .down }
    /// Bans in force in all jails.
    public var banned: Int { jails.reduce(0) { $0 + $1.banned } }
    /// Failures since the jails started.
    public var failed: Int { jails.reduce(0) { $0 + $1.totalFailed } }
    /// Bans since the jails started.
    public var totalBanned: Int { jails.reduce(0) { $0 + $1.totalBanned } }

    /// How long, in seconds, a daemon that is back may take until it has the jails that it had before.
    public static let startingTime: Int64 = 60

    /// Whether the daemon is back since so short a time that a jail which ran before may come yet.
    public func awaits(_ jail: JailName, at now: Int64) -> Bool { isStarting(at: now) && lost.contains(jail) }

    private func isStarting(at now: Int64) -> Bool {
        state != .down && backAt.map { abs(now - $0) < Self.startingTime } ?? false
    }

    /// Takes in one answer, or failure, of the daemon at `now`; gives whether the state changed.
    mutating func note(_ failure: HostError?, at now: Int64) -> Bool {
        let next: State =
            switch failure {
            case nil: .up
            // A socket whose queue is full belongs to a daemon that is there and takes nothing from it.
            case .unreachable(.saturated): .hanging
            case .unreachable: .down
            // Whether fail2ban itself runs, nobody here can tell.
            case .agent: .down
            default: .hanging
            }
        defer { cause = failure }
        if next == .down, state != .down {
            // One that is lost again at once has told of few of them.
            lost = isStarting(at: now) ? lost.union(jails.map(\.name)) : Set(jails.map(\.name))
        }
        if state == .down, next != .down { backAt = now }
        guard next != state || failure != cause else { return false }
        if next != state { since = next == .up ? daemon?.startedAt ?? now : now }
        state = next
        return true
    }
}

extension DaemonStatus {
    /// Asks a host once, for a program that runs for a moment.
    public static func read(from host: any Host, now: Int64) async -> DaemonStatus {
        var status = DaemonStatus(at: now)
        do throws(HostError) {
            status.daemon = try await host.daemon()
            status.jails = try await host.counters().sorted { $0.name < $1.name }
            status.readAt = now
            _ = status.note(nil, at: now)
        } catch {
            _ = status.note(error, at: now)
        }
        return status
    }
}
