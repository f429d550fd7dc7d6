/// Why a command to the daemon did not give its reply.
public enum Fail2banError: Error, Hashable, Sendable {
    /// There is no socket at the path (ENOENT).
    case notRunning(path: String)
    /// There is a socket and nobody listens on it (ECONNREFUSED).
    case staleSocket(path: String)
    /// This process may not open the socket (EACCES, EPERM).
    case noPermission(path: String)
    /// The queue of waiting connections stayed full until the deadline (EAGAIN).
    case saturated(path: String)
    /// The path is longer than a socket's address can hold: 107 bytes on Linux.
    case pathTooLong(path: String)
    /// Another failure to connect, as the system names it.
    case connectionFailed(path: String, reason: String)
    /// Too many commands wait already; this one was not sent.
    case overloaded
    /// No answer in time; nothing was changed.
    case timedOut
    /// The connection broke before the answer; the command only reads.
    case connectionLost
    /// The command may have taken effect or not: it was sent, it changes something, and no answer came.
    case unknownOutcome
    /// The task that asked was cancelled; nothing was sent, or the command only reads.
    case cancelled
    /// The connection was closed for good.
    case closed
    /// The daemon is shutting down and runs no commands.
    case shuttingDown
    /// The daemon has no such jail.
    case unknownJail(JailName)
    /// fail2ban reads this jail's name as a keyword of its own: no command reaches the jail.
    case unreachableJail(JailName)
    /// fail2ban would read this text as an option, not as what it names.
    case ambiguousArgument(String)
    /// The daemon refused.
    case refused(DaemonRefusal)
    /// The reply is no pickle, or is not what the command's reply looks like.
    case malformedReply(String)
    /// The command cannot be sent safely.
    case unsendable(FrameError)
}

/// A refusal in the daemon's words.
public struct DaemonRefusal: Hashable, Sendable {
    /// The Python exception's name, such as `ValueError`; empty when the daemon sent a text only.
    public var exception: String
    /// What it says.
    public var message: String

    /// Takes both as they are.
    public init(exception: String, message: String) {
        self.exception = exception
        self.message = message
    }
}
