import Fail2ban

/// What the lines read so far say of the daemon's life: whether it is stopping, so that bans leave the firewall for a
/// while, and whether the last run of it ended in order.
enum DaemonPhase: UInt8, Sendable {
    /// No line has told.
    case unknown
    case running
    /// From `Shutdown in progress` on.
    case stopping
    /// After `Exiting Fail2ban`.
    case stopped

    /// Takes in a line.
    mutating func note(_ message: LogMessage) {
        switch message {
        case .daemonStarting: self = .running
        case .daemonStopping: self = .stopping
        case .daemonStopped: self = .stopped
        default: break
        }
    }

    /// Whether a daemon that starts now shows that the one before it ended without a word.
    var endedInSilence: Bool { self == .running }
}
