import Agent
import Fail2ban
import Host
import Logging
import Synchronization
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An agent of one's own on a socket in a temporary folder, and what it logged.
struct AgentWorld {
    let folder: TemporaryFolder
    let server: AgentServer
    let log: AgentLog
    let configuration: AgentConfiguration

    /// The agent's socket.
    var socket: String { configuration.socket }

    /// Starts an agent before `host`, by default for the user who runs the tests.
    init(
        _ host: any Host, limits: PeerLimits = PeerLimits(), _ change: (inout AgentConfiguration) -> Void = { _ in }
    ) async throws {
        folder = try TemporaryFolder()
        var configuration = AgentConfiguration()
        configuration.socket = folder.file("agent.sock")
        configuration.users = [getuid()]
        configuration.group = getgid()
        configuration.auditHeads = folder.file("audit-heads")
        change(&configuration)
        self.configuration = configuration
        log = AgentLog()
        server = AgentServer(configuration, host: host, version: "1.2.3", limits: limits, logger: log.logger)
        try await server.start()
    }

    /// The honest client.
    func client() -> AgentHost { AgentHost(path: socket, logger: Logger(label: "client", factory: Quiet.init)) }

    func stop() async { await server.stop() }
}

/// What a logger was told, line by line.
final class AgentLog: Sendable {
    private let held = Mutex<[String]>([])

    var lines: [String] { held.withLock { $0 } }
    var refusals: [String] { lines.filter { $0.hasPrefix("warning refused") } }

    var logger: Logger {
        var logger = Logger(label: "agent") { _ in Handler(log: self) }
        logger.logLevel = .debug
        return logger
    }

    fileprivate func add(_ line: String) { held.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: AgentLog
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.debug
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            let words = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            log.add("\(event.level) \(event.message) \(words.joined(separator: " "))")
        }
    }
}

/// A logger that keeps nothing.
struct Quiet: LogHandler {
    var metadata = Logger.Metadata()
    var logLevel = Logger.Level.critical

    init(_ label: String) {}

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {}
}
