public import Foundation

/// A fail2ban daemon of one's own: real, private, without a firewall, and gone when the last reference goes.
///
/// ```swift
/// let fail2ban = try await RealFail2ban.start([TestJail("sshd")])
/// fail2ban.write("failure from 192.0.2.1", to: "sshd")
/// ```
public final class RealFail2ban: Sendable {
    /// The folder with all its files.
    public let folder: TemporaryFolder
    /// The unpacked package.
    public let tree: Fail2banTree
    private let process = CurrentProcess()

    /// The daemon's socket.
    public var socketPath: String { folder.file("f.sock") }
    /// What `-c` names.
    public var configurationDirectory: String { folder.file("config") }
    /// The daemon's database.
    public var databasePath: String { folder.file("f.sqlite3") }
    /// The daemon's own log; where it logs elsewhere, what it said there in the form of a file.
    public var logPath: String { folder.file("fail2ban.log") }
    /// The words that run `fail2ban-client`, without any option.
    public var clientProgram: [String] { tree.program("fail2ban-client") }
    /// What `clientProgram` needs in its environment.
    public var clientEnvironment: [String: String] { tree.environment }
    /// The daemon's process id; nil while it does not run.
    public var pid: pid_t? { process.value.flatMap { $0.isRunning ? $0.pid : nil } }

    /// What has `journalctl` read this daemon's journal, where it has one.
    public var journalOptions: [String] { ["--directory=" + JournalBridge.directory(in: folder)] }

    private let environment: [String: String]
    private let target: LogTarget
    private let bridge: JournalBridge?

    private init(
        folder: TemporaryFolder, tree: Fail2banTree, environment: [String: String], target: LogTarget,
        bridge: JournalBridge?
    ) {
        self.folder = folder
        self.tree = tree
        self.target = target
        self.bridge = bridge
        var all = tree.environment.merging(bridge?.environment ?? [:]) { $1 }
        if bridge != nil { all["PYTHONPATH", default: ""] += ":" + JournalBridge.modules }
        self.environment = all.merging(environment) { $1 }
    }

    deinit { process.value?.kill9() }

    /// Starts a daemon with the given jails and waits until it answers; `environment` adds to its own, such as `TZ`, and
    /// `files` to the folder of its configuration, by their names there.
    public static func start(
        _ jails: [TestJail] = [TestJail("one")], release: Fail2banRelease = .usual, purgeAge: String = "1d",
        target: LogTarget = .file, environment: [String: String] = [:], files: [String: String] = [:]
    ) async throws -> RealFail2ban {
        let folder = try TemporaryFolder()
        let bridge = target == .file ? nil : try await JournalBridge(folder)
        let daemon = RealFail2ban(
            folder: folder, tree: try Fail2banTree.unpacked(release), environment: environment, target: target,
            bridge: bridge)
        try daemon.configure(jails, purgeAge: purgeAge)
        for (name, text) in files { try folder.write(text, to: "config/" + name) }
        try await daemon.launch()
        return daemon
    }

    /// Writes the configuration anew, as a person would with an editor; the daemon hears of it at the next reload.
    public func configure(_ jails: [TestJail], purgeAge: String = "1d") throws {
        try PrivateConfiguration.write(
            to: folder, jails: jails, purgeAge: purgeAge, target: target.words ?? logPath,
            syslogSocket: bridge?.socketPath ?? "auto")
    }

    /// Starts the daemon that was stopped or killed, and waits until it answers.
    public func launch() async throws {
        let words = ["-c", configurationDirectory, "-s", socketPath, "-p", folder.file("f.pid"), "-x", "-f", "start"]
        try? FileManager.default.removeItem(atPath: folder.file("output"))
        process.value = try SpawnedProcess(
            ["/usr/bin/python3", "-c", Self.bootstrap, "\(getpid())", tree.path + "/usr/bin/fail2ban-server"] + words,
            environment: environment, output: folder.file("output"))
        let isReady = await eventually { folder.read("output").contains("Server ready") || pid == nil }
        guard isReady, pid != nil else {
            throw HarnessError.notReady(folder.read("output") + folder.read("fail2ban.log"))
        }
    }

    /// Runs the server, and ends it by itself when the test process is gone.
    private static let bootstrap = """
        import os, runpy, signal, sys, threading, time
        parent = int(sys.argv[1])
        def watch():
            while os.getppid() == parent: time.sleep(0.5)
            os.kill(os.getpid(), signal.SIGKILL)
        threading.Thread(target=watch, daemon=True).start()
        sys.argv = sys.argv[2:]
        runpy.run_path(sys.argv[0], run_name='__main__')
        """

    /// Stops the daemon as an administrator does.
    public func stop() {
        process.value?.signal(SIGCONT)
        process.value?.signal(SIGTERM)
        if process.value?.waitUntilEnded(within: 60) == false { process.value?.kill9() }
    }

    /// Kills the daemon: socket and pid file stay.
    public func kill9() { process.value?.kill9() }

    /// Stops and starts the daemon.
    public func restart() async throws {
        stop()
        try await launch()
    }

    /// Makes the daemon hang: it accepts connections and answers nothing. Returns when all its threads stand still, which
    /// takes a moment after the signal.
    public func pause() {
        process.value?.signal(SIGSTOP)
        let deadline = ContinuousClock.now + .seconds(60)
        while !isStandingStill, ContinuousClock.now < deadline { usleep(1000) }
    }

    /// Whether every thread of the daemon is stopped, or none is left.
    private var isStandingStill: Bool {
        guard let pid, let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") else {
            return true
        }
        return threads.allSatisfy { thread in
            let status = (try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/status", encoding: .utf8)) ?? ""
            return status.isEmpty || status.contains("State:\tT")
        }
    }

    /// Ends `pause`.
    public func resume() { process.value?.signal(SIGCONT) }

    /// Runs `fail2ban-client` against the daemon.
    @discardableResult
    public func client(_ words: [String]) throws -> ProgramResult {
        try runProgram(
            clientProgram + ["-c", configurationDirectory, "-s", socketPath] + words, environment: clientEnvironment)
    }

    /// The file that a jail watches.
    public func jailLog(_ jail: String) -> String { folder.file(jail + ".log") }

    /// What the jail's action did: lines `ban ADDRESS` and `unban ADDRESS`.
    public func actions(of jail: String) -> [String] {
        folder.read(jail + ".actions").split(separator: "\n").map(String.init)
    }

    /// Adds a line to the file that a jail watches, with the time of now before it.
    public func write(_ line: String, to jail: String) {
        let now = Date()
        let stamp = DateFormatter()
        stamp.locale = Locale(identifier: "en_US_POSIX")
        stamp.dateFormat = "yyyy-MM-dd HH:mm:ss"
        guard let file = FileHandle(forWritingAtPath: jailLog(jail)) else { return }
        file.seekToEndOfFile()
        file.write(Data("\(stamp.string(from: now)) \(line)\n".utf8))
        file.closeFile()
    }

    /// Lets an address fail so often that the jail bans it: three times with the defaults.
    public func attack(from address: String, on jail: String, times: Int = 3) {
        for _ in 0..<times { write("failure from \(address)", to: jail) }
    }
}

/// The process of a daemon that may be started again.
private final class CurrentProcess: @unchecked Sendable {
    // Unchecked: `stored` is only touched under `lock`.
    private let lock = NSLock()
    private var stored: SpawnedProcess?

    var value: SpawnedProcess? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
