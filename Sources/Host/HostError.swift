public import Fail2ban

/// Why an operation on a host did not give its result.
public enum HostError: Error, Equatable, Codable, Sendable {
    /// fail2ban cannot be reached.
    case unreachable(Unreachable)
    /// fail2ban did not answer in time; nothing was changed, or the operation only read.
    case timedOut
    /// Too many commands wait for fail2ban already.
    case busy
    /// A change was sent and no answer came: it may or may not have happened.
    case unknownOutcome
    /// The daemon has no such jail.
    case noSuchJail(JailName)
    /// The daemon refused, in its own words.
    case refused(String)
    /// The daemon's answer cannot be understood, or the request cannot be sent safely.
    case protocolViolation(String)
    /// A file of fail2ban cannot be read: its log, or its database.
    case unreadable(path: String, Unreadable)
    /// The host was closed.
    case closed
    /// BanGUI's own agent, which alone may talk to fail2ban, cannot be used: of fail2ban nothing is known.
    case agent(AgentTrouble)
    /// Root's configuration does not open it, in the agent's words.
    case notAllowed(String)

    /// Why a file of fail2ban cannot be read.
    public enum Unreadable: Equatable, Codable, Sendable {
        /// Another program holds the database for too long; try again.
        case locked
        /// Its content is damaged, in SQLite's words.
        case damaged(String)
        /// Any other reason, in the words of the system or of SQLite.
        case other(String)
    }

    /// Why no connection to the daemon's socket can be made.
    public enum Unreachable: Equatable, Codable, Sendable {
        /// There is no socket at the path: fail2ban is not running.
        case notRunning(path: String)
        /// A socket is there and nobody listens: fail2ban died without cleaning up.
        case staleSocket(path: String)
        /// The socket is there and this process may not open it.
        case noPermission(path: String)
        /// Its queue of connections stays full.
        case saturated(path: String)
        /// Any other failure, as the system names it.
        case other(path: String, reason: String)
    }
}
