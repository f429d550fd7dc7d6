import FoundationEssentials
public import Logging

#if canImport(Glibc)
import Glibc
#endif

/// A private fail2ban for trying BanGUI: the real daemon, unpacked into a folder and run from there with its own
/// configuration, socket, database and log. Its only action appends a line to a file; nothing else on the machine is
/// touched.
public struct DemoFail2ban: Sendable {
    /// The control socket. It lies in the folder, or in a short temporary one when the folder's path is too long.
    public let socketPath: String
    /// The configuration directory that the daemon was started with.
    public let configurationDirectory: String
    /// The stock client, ready to take a command: program and first arguments.
    public let clientProgram: [String]
    /// What `clientProgram` needs in its environment.
    public let clientEnvironment: [String: String]

    let folder: DemoFolder
    private let child: ChildProcess
    private let socketFolder: String?
    private let logger: Logger

    /// The daemon's process id.
    public var processID: Int32 { child.id }

    /// Makes ready and starts the daemon in `folder`, and returns when its jails run.
    ///
    /// - Parameters:
    ///   - folder: made where it is missing; everything but a socket with too long a path is kept in it.
    ///   - environment: the console's; only `TZ` (the zone of log lines) and proxy settings of apt are taken over.
    ///   - progress: told each step that may take a while, in a few words.
    public static func start(
        in folder: String,
        environment: [String: String],
        progress: (String) -> Void,
        logger: Logger
    ) async throws(DemoError) -> DemoFail2ban {
        let folder = try DemoFolder(making: folder)
        let environment = childEnvironment(from: environment)
        let tree = try await PackageTree.prepare(in: folder, environment: environment, progress: progress)
        removeLeftOvers(in: folder)
        let (socket, socketFolder) = try socketPath(in: folder)
        try DemoConfiguration(folder: folder, socket: socket).write(from: tree)
        progress("starting the demo's fail2ban with \(DemoJail.all.count) jails")
        let demo = try DemoFail2ban(
            folder: folder, tree: tree, socket: socket, socketFolder: socketFolder, environment: environment,
            logger: logger)
        do {
            try await demo.waitUntilReady()
        } catch {
            await demo.stop()
            throw error
        }
        logger.info("demo fail2ban started", metadata: ["pid": "\(demo.processID)", "socket": "\(socket)"])
        return demo
    }

    /// Ends the daemon (by force after ten seconds) and removes its socket and pid file. Logs and database stay, for
    /// the next start. Returns when the process is gone, in a cancelled task too; a second call does nothing.
    public func stop() async {
        await child.stop(patience: .seconds(10))
        DemoFolder.remove(socketPath)
        DemoFolder.remove(folder.pidFile)
        if let socketFolder { DemoFolder.remove(socketFolder) }
        DemoFolder.remove(folder.socketRecord)
        logger.info("demo fail2ban stopped", metadata: ["pid": "\(processID)"])
    }

    private init(
        folder: DemoFolder, tree: PackageTree, socket: String, socketFolder: String?, environment: [String: String],
        logger: Logger
    ) throws(DemoError) {
        let modules = ["PYTHONPATH": tree.modules]
        self.folder = folder
        self.socketFolder = socketFolder
        self.logger = logger
        socketPath = socket
        configurationDirectory = folder.configuration
        clientProgram = [Self.python, tree.client, "-c", folder.configuration, "-s", socket]
        clientEnvironment = modules
        do {
            // Said twice, here and in fail2ban.local: a default would be the path of a system's fail2ban.
            let places = [
                "-c", folder.configuration, "-s", socket, "-p", folder.pidFile, "--logtarget", folder.daemonLog,
            ]
            child = try ChildProcess(
                [Self.python, folder.launcher, tree.server] + places + ["-xf", "start"],
                in: folder.path, environment: environment.merging(modules) { $1 }, output: folder.daemonOutput)
        } catch {
            if let socketFolder { DemoFolder.remove(socketFolder) }
            throw error
        }
    }

    private func waitUntilReady() async throws(DemoError) {
        for _ in 0..<300 {
            if ReadyProbe.answers(at: socketPath, for: DemoJail.recidive.name) { return }
            guard child.isRunning else { break }
            guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { throw DemoError.cancelled }
        }
        throw DemoError.didNotStart(DemoFolder.lastLines(5, of: folder.daemonOutput))
    }
}

extension DemoFail2ban {
    /// The system's Python: the package's modules are made for it.
    static let python = "/usr/bin/python3"

    /// No `sbin`: even a mistake in an action could not find a firewall's programs there by name.
    static func childEnvironment(from ours: [String: String]) -> [String: String] {
        let kept = ["TZ", "http_proxy", "https_proxy", "no_proxy"]
        return ours.filter { kept.contains($0.key) }
            .merging(["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]) { $1 }
    }

    /// The socket's place, and the temporary folder made for it when the demo's folder is too deep.
    static func socketPath(in folder: DemoFolder) throws(DemoError) -> (socket: String, made: String?) {
        let path = folder.path + "/fail2ban.sock"
        if path.utf8.count <= ReadyProbe.longestPath { return (path, nil) }
        var template = Array((temporaryPrefix + "XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else {
            throw DemoError.notWritable(path: "/tmp", reason: String(cString: strerror(errno)))
        }
        let temporary = String(cString: made)
        try DemoFolder.write(temporary, to: folder.socketRecord)
        return (temporary + "/fail2ban.sock", temporary)
    }

    /// Ends a daemon of an earlier run that outlived its console, and removes what it left. The pid is believed only
    /// when the process was started by this folder's launcher.
    static func removeLeftOvers(in folder: DemoFolder) {
        let text = DemoFolder.lastLines(1, of: folder.pidFile)
        if let pid = Int32(text), pid > 1 {
            let commandLine = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            let arguments = commandLine.split(separator: 0)
            if arguments.contains(where: { $0.elementsEqual(folder.launcher.utf8) }) { kill(pid, SIGKILL) }
        }
        DemoFolder.remove(folder.pidFile)
        DemoFolder.remove(folder.path + "/fail2ban.sock")
        let made = DemoFolder.lastLines(1, of: folder.socketRecord)
        if made.hasPrefix(temporaryPrefix), !made.dropFirst(temporaryPrefix.count).utf8.contains(UInt8(ascii: "/")) {
            DemoFolder.remove(made)
        }
        DemoFolder.remove(folder.socketRecord)
    }

    private static let temporaryPrefix = "/tmp/bangui-demo-"
}
