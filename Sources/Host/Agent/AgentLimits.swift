/// What both ends of the agent's socket hold each other to. What the agent allows a user beside it is in its own rooms.
public enum AgentLimits {
    /// Bytes of a request's frame, 128 KiB: as many places in the log as may be named, which are the longest request.
    public static let requestBytes = 128 << 10
    /// Bytes of an answer's frame, 64 MiB: ten times the largest measured, as on fail2ban's own socket.
    public static let replyBytes = 64 << 20
    /// Requests of one connection that wait for their answers; the rest wait unread.
    public static let inFlight = 8
    /// Ids in one request of a change: five of the batches in which fail2ban is told of them.
    public static let idsToChange = 250
    /// Ids in one request that reads.
    public static let idsToRead = 500
    /// Bytes of ids in one request, so that its frame is never too long.
    public static let idBytes = 32 << 10
    /// Bytes of the daemon's log in one reading.
    public static let logBytes = 4 << 20
    /// Records of bans in one reading.
    public static let records = 20_000
    /// Places in the daemon's log in one request: its generations, of which logrotate keeps four by default, and a year of
    /// days where someone says so.
    public static let positions = 1500
    /// The longest wait for a line of the log.
    public static let wait: Duration = .seconds(60)
    /// Bytes of the name of a jail.
    public static let jailBytes = 255
    /// Heads of the audit log in one answer.
    public static let auditHeads = 10_000
}
