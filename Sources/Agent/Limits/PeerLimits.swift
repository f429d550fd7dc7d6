/// What a user may take of the agent. The defaults are far above what a console needs and far below what would hurt.
public struct PeerLimits: Hashable, Sendable {
    /// A supply that is used up and grows again.
    public struct Rate: Hashable, Sendable {
        /// How much there is at most.
        public var burst: Double
        /// How much comes back in a second.
        public var perSecond: Double

        /// Takes each part as it is.
        public init(burst: Double, perSecond: Double) {
            self.burst = burst
            self.perSecond = perSecond
        }
    }

    /// Connections of all users; further ones are closed at once.
    public var connections = 64
    /// Connections of one user: the console has two, a command one.
    public var connectionsPerUser = 8
    /// How long the greeting, and a frame that has begun, may take.
    public var frameTime: Duration = .seconds(5)
    /// How long an answer may wait to be taken.
    public var replyTime: Duration = .seconds(30)
    /// How long changes that are under way may go on when the agent stops.
    public var farewell: Duration = .seconds(10)
    /// Large answers (lists, log, records) of one user at a time: each may hold some 20 MB until it is taken.
    public var largeAtOnce = 2
    /// Requests for large answers that wait for their turn; further ones are refused.
    public var largeWaiting = 32
    /// How long a request waits for its share before it is refused.
    public var patience: Duration = .seconds(20)
    /// Requests of any kind: a busy console asks some hundred times a second.
    public var requests = Rate(burst: 5000, perSecond: 1000)
    /// Changes: each click is one, and so is each part of a mass ban.
    public var changes = Rate(burst: 500, perSecond: 20)
    /// Ids in changes: a list of 100,000 takes 50 s, which is less than fail2ban takes for it.
    public var ids = Rate(burst: 20_000, perSecond: 2000)
    /// Runs of `fail2ban-client`, each a second of the processor's time.
    public var programs = Rate(burst: 20, perSecond: 0.2)

    /// Starts of fail2ban: a console makes three in half an hour by itself, and whoever took it over is not to start what an
    /// administrator stops again and again.
    public var starts = Rate(burst: 10, perSecond: 10.0 / 3600)

    /// The defaults.
    public init() {}
}
