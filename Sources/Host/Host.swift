public import Fail2ban

/// One guarded machine: everything that is done to it or read from it, in typed operations only.
///
/// The console cannot tell how a host is reached. Every operation has a deadline of its own and ends in a typed
/// error; an operation that changes something and ends in `HostError.unknownOutcome` may or may not have happened:
/// the caller reads what is true and never repeats it blindly.
public protocol Host: Sendable {
    /// The name by which the console, its database and its API know the host.
    var id: HostID { get }

    /// Where a task runs best that asks the host many things one after the other; nil for anywhere.
    var executor: (any TaskExecutor)? { get }

    /// Asks the daemon for a sign of life, on a connection of its own that no other work can fill.
    func ping(deadline: Duration) async throws(HostError)

    /// What the daemon says of itself.
    func daemon() async throws(HostError) -> DaemonInfo

    /// Counters of every running jail; cheap at any number of bans, made for polling.
    func counters() async throws(HostError) -> [JailCounters]

    /// Everything fail2ban tells about one running jail but its bans.
    func settings(of jail: JailName) async throws(HostError) -> JailSettings

    /// What a running jail looks at and whether that is there: its files as the daemon sees them, and what its matches find
    /// in the system's journal.
    func sight(of jail: JailName) async throws(HostError) -> JailSight

    /// What the firewall holds of a running jail's bans, where its action is one that can be looked at.
    func firewall(of jail: JailName) async throws(HostError) -> JailFirewall

    /// How long a running jail bans.
    func banTime(of jail: JailName) async throws(HostError) -> BanTime

    /// The bans in force in a jail, with their times where a source tells them.
    func bans(in jail: JailName) async throws(HostError) -> BanSnapshot

    /// Which of `ids` the jail bans now, in the order asked.
    func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool]

    /// Bans ids in one jail and gives what came of it; `ids` may be of any number, in batches the host chooses.
    func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport

    /// Unbans exactly these ids in one jail and gives how many tickets were removed.
    func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int

    /// Changes one setting of a running jail, until the next reload, and gives the settings that are then in force.
    func change(_ change: JailChange, in jail: JailName) async throws(HostError) -> JailSettings

    /// Stops a running jail: its bans leave the firewall and come back when it starts.
    func stop(_ jail: JailName) async throws(HostError)

    /// Starts a jail that is configured, also one that was stopped.
    func start(_ jail: JailName) async throws(HostError)

    /// Reads one jail's configuration anew and keeps its bans; never a reload of everything.
    func reload(_ jail: JailName) async throws(HostError)

    /// Starts the daemon that is down, by the command that the machine's owner allows for it, and returns when it answers;
    /// ends in `HostError.notAllowed` where none is.
    func startDaemon() async throws(HostError)

    /// Whether the machine's owner allows a command that starts the daemon; nil where that is not known yet.
    var canStartDaemon: Bool? { get }

    /// Addresses of this machine and of those who work on it, which a ban would cut off.
    func protectedNetworks() async -> [ProtectedNetwork]

    /// What whoever types the same for `fail2ban-client` has to tell it.
    var clientOptions: ClientOptions { get }

    /// What the daemon's log tells after `positions`, the oldest generation first, up to about `limit` bytes of it. Without
    /// positions it begins with the oldest rotation that still exists. It remembers nothing: the same positions give the
    /// same lines. Of a log that is neither a file nor in the system's journal it tells nothing;
    /// `blindSpots` says so.
    func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading

    /// Returns when the daemon's log has more than `positions` tell, and at the latest after `limit`.
    func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async

    /// The daemon's own records of bans since a moment (UTC epoch seconds), at most `limit`, by time; empty where it keeps
    /// no database.
    func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan]

    /// What the daemon has on record of these ids of a jail for its next start, ended or not (`bips`); ids that it has
    /// nothing of are missing: a ban that was lifted by hand leaves nothing. Nil where it keeps no database that can be
    /// read.
    func standingBans(of ids: [BanID], in jail: JailName) async throws(HostError) -> [BanID: StandingBan]?

    /// What cannot be seen here, and why.
    func blindSpots() async throws(HostError) -> [BlindSpot]

    /// Closes what the host holds open; after it every operation ends in `HostError.closed`.
    func close() async
}

extension Host {
    /// Nobody can tell.
    public func sight(of jail: JailName) async throws(HostError) -> JailSight {
        throw .refused("this host does not tell what its jails look at")
    }
    /// Nobody can tell.
    public func firewall(of jail: JailName) async throws(HostError) -> JailFirewall { JailFirewall() }
    /// Anywhere.
    public var executor: (any TaskExecutor)? { nil }
    /// Nobody allows a command for it.
    public func startDaemon() async throws(HostError) { throw .notAllowed(LocalHost.noStartCommand) }
    /// Nobody does.
    public var canStartDaemon: Bool? { false }
    /// Nothing: fail2ban is where it looks.
    public var clientOptions: ClientOptions { ClientOptions() }
}
