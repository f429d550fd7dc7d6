public import Fail2ban
public import Logging
import Synchronization

/// fail2ban on this machine, spoken to over its socket.
///
/// It has two connections: one for work, and one for signs of life that no work can fill.
public final class LocalHost: Host {
    /// Where this machine's fail2ban is found.
    public struct Configuration: Sendable {
        /// The name of the host.
        public var id: HostID
        /// The daemon's socket.
        public var socketPath: String
        /// The folder with `jail.conf`.
        public var configurationDirectory: String
        /// The words that run `fail2ban-client`: the one thing that starts or reloads a jail, because only it reads
        /// fail2ban's configuration.
        public var clientProgram: [String]
        /// What that program needs in its environment beside `PATH`.
        public var clientEnvironment: [String: String]
        /// The words of the command that starts the daemon; empty where there is none.
        public var startCommand: [String]
        /// The program that reads the system's journal, where fail2ban logs to that or to syslog.
        public var journal: JournalProgram

        /// Takes each part as it is; the defaults are fail2ban's own.
        public init(
            id: HostID = .local, socketPath: String = "/var/run/fail2ban/fail2ban.sock",
            configurationDirectory: String = "/etc/fail2ban", clientProgram: [String] = ["fail2ban-client"],
            clientEnvironment: [String: String] = [:], startCommand: [String] = [],
            journal: JournalProgram = JournalProgram()
        ) {
            self.id = id
            self.socketPath = socketPath
            self.configurationDirectory = configurationDirectory
            self.clientProgram = clientProgram
            self.clientEnvironment = clientEnvironment
            self.startCommand = startCommand
            self.journal = journal
        }
    }

    /// The name of the host.
    public let id: HostID
    let configuration: Configuration
    let now: @Sendable () -> Int64
    let logger: Logger
    let protectedNetworkCache = ProtectedNetworkCache()
    private let knownVersion = Mutex<(process: Int32, version: Fail2banVersion)?>(nil)
    private let knownLogTarget = Mutex<(target: String, at: ContinuousClock.Instant)?>(nil)
    private let knownDatabase = Mutex<(path: String?, at: ContinuousClock.Instant)?>(nil)
    private let knownZone = Mutex<(zone: ZoneRules, process: Int32)?>(nil)
    private let silentSince = Mutex<ContinuousClock.Instant?>(nil)
    let logReader: LogReader
    let logWatch: LogWatch
    let journalReader: JournalReader
    let journalLook: JournalLook
    let looks = PatientLooks()
    private let work: Fail2banConnection
    private let health: Fail2banConnection

    /// A host whose connections open when they are needed; `now` gives the time in UTC epoch seconds.
    public init(
        _ configuration: Configuration, logger: Logger, now: @escaping @Sendable () -> Int64 = SystemClock.seconds
    ) {
        self.configuration = configuration
        self.now = now
        self.logger = logger
        id = configuration.id
        journalReader = JournalReader(configuration.journal)
        journalLook = JournalLook(configuration.journal)
        logReader = LogReader()
        logWatch = LogWatch(logReader)
        work = Fail2banConnection(path: configuration.socketPath, logger: logger)
        health = Fail2banConnection(path: configuration.socketPath, logger: logger)
    }

    /// Asks the daemon for a sign of life on the connection for that.
    public func ping(deadline: Duration) async throws(HostError) {
        do {
            try await health.send(.ping, deadline: deadline)
        } catch {
            throw HostError(error)
        }
    }

    /// Where the packages of fail2ban have its socket; one elsewhere is not the service manager's.
    public static let usualSockets: Set<String> = [
        "/var/run/fail2ban/fail2ban.sock", "/run/fail2ban/fail2ban.sock",
    ]

    /// Socket and configuration where they are not fail2ban's own.
    public var clientOptions: ClientOptions {
        let (socket, folder) = (configuration.socketPath, configuration.configurationDirectory)
        return ClientOptions(
            socket: Self.usualSockets.contains(socket) ? nil : socket,
            configuration: folder == "/etc/fail2ban" ? nil : folder)
    }

    /// Closes both connections.
    public func close() async {
        journalReader.close()
        await work.close()
        await health.close()
    }

    /// The daemon's version, asked once for each process that answers.
    func version() async throws(HostError) -> Fail2banVersion {
        if let known = knownVersion.withLock({ $0 }), work.process == known.process { return known.version }
        let version = try await send(.version)
        if let process = work.process { knownVersion.withLock { $0 = (process, version) } }
        return version
    }

    /// Sends a command on the connection for work.
    func send<Reply>(
        _ command: Command<Reply>, within deadline: Duration = Deadline.reading
    ) async throws(HostError) -> Reply {
        do {
            return try await work.send(command, deadline: deadline)
        } catch {
            throw HostError(error)
        }
    }

    /// The thread of the connection for work.
    public var executor: (any TaskExecutor)? { work.taskExecutor }

    /// Where the daemon logs, asked for now and remembered.
    func logTarget() async throws(HostError) -> String {
        let target = try await send(.logTarget)
        knownLogTarget.withLock { $0 = (target, .now) }
        return target
    }

    /// Where the daemon logs, as of the last two seconds: whoever looks at the daemon every second spares a ban the
    /// question.
    func recentLogTarget() async throws(HostError) -> String {
        let known = knownLogTarget.withLock { $0 }
        if let known, ContinuousClock.now - known.at < .seconds(2) { return known.target }
        return try await logTarget()
    }

    /// The daemon's database, asked for now and remembered; nil where it keeps none.
    func databasePath() async throws(HostError) -> String? {
        let path = try await send(.databaseFile)
        knownDatabase.withLock { $0 = (path, .now) }
        return path
    }

    /// Where the daemon logs as far as is known: also while it is down, and then from its configuration at the first
    /// time.
    func lastLogTarget() async throws(HostError) -> String {
        try await remembered(knownLogTarget.withLock { $0.map { ($0.target, $0.at) } }, ask: logTarget) {
            DaemonConfiguration(configuration.configurationDirectory).value(of: "logtarget")
        }
    }

    /// The daemon's database, likewise; nil where it keeps none.
    func lastDatabasePath() async throws(HostError) -> String? {
        try await remembered(knownDatabase.withLock { $0.map { ($0.path, $0.at) } }, ask: databasePath) {
            DaemonConfiguration(configuration.configurationDirectory).value(of: "dbfile").map {
                $0 == "None" ? nil : $0
            }
        }
    }

    /// What the daemon said in the last ten seconds; else what it says now; while it is down or hangs what it said last,
    /// or what `configured` makes of its configuration, and it is asked again after ten seconds.
    private func remembered<Value: Sendable>(
        _ known: (value: Value, at: ContinuousClock.Instant)?, ask: () async throws(HostError) -> Value,
        configured: () -> Value?
    ) async throws(HostError) -> Value {
        let asked = [known?.at, silentSince.withLock { $0 }].compactMap(\.self).max()
        if let known, let asked, ContinuousClock.now - asked < .seconds(10) { return known.value }
        do throws(HostError) {
            return try await ask()
        } catch {
            if error == .closed { throw error }
            silentSince.withLock { $0 = .now }
            if let known { return known.value }
            guard let value = configured() else { throw error }
            return value
        }
    }

    /// The zone of the daemon that answered last, looked up once for each process: one that has ended cannot be asked.
    /// While none has answered it is that of this machine.
    func zone() -> ZoneRules {
        guard let process = daemonProcess() else { return ZoneRules(ofProcess: nil) }
        if let known = knownZone.withLock({ $0 }), known.process == process { return known.zone }
        let zone = ZoneRules(ofProcess: process)
        knownZone.withLock { $0 = (zone, process) }
        return zone
    }

    /// The process of the daemon; nil while it is not known.
    func daemonProcess() -> Int32? { work.process }
}

/// How long an operation may take, by what the daemon has to do for it.
enum Deadline {
    /// It looks something up; over three seconds it hangs or is busy with another's work.
    static let reading = Duration.seconds(3)
    /// It lists all bans of a jail: measured 1.3 s at 100,000.
    static let listing = Duration.seconds(15)
    /// It runs the actions of up to 50 bans, at 10 ms for a fast one and far more for a slow firewall.
    static let acting = Duration.seconds(30)
    /// It stops a jail: threads end, and an action runs for every ban.
    static let stopping = Duration.seconds(120)
    /// `fail2ban-client` reads the configuration and the daemon takes it.
    static let reloading = Duration.seconds(120)
    /// It starts, and reads its configuration; its bans come back afterwards.
    static let starting = Duration.seconds(60)
}
