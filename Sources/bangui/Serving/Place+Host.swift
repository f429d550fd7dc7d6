import Console
import Fail2ban
import FoundationEssentials
import Host
import Logging
import Storage
import Synchronization

extension Place {
    /// The host that the flags and the configuration name, without a database.
    func host() throws -> any Host {
        let start = try Start(try sources())
        return host(try start.reader.read(start.sources), start)
    }

    /// Runs `body` with the console of a system that was set up, beside a running server if there is one.
    ///
    /// - Parameter attempt: what the audit log is told where the host could not do it; nil for what changes nothing.
    func withConsole(attempting attempt: AuditEvent? = nil, _ body: (Guarding) async throws -> Void) async throws {
        try await withMemory(attempting: attempt) { guarding in
            try await guarding.prepare()
            try await body(guarding)
        }
    }

    /// The same without a question to fail2ban: for what BanGUI itself remembers.
    ///
    /// - Parameter origins: tells where addresses are; nothing unless the command needs it, since data is to be read for it.
    func withMemory<Result>(
        attempting attempt: AuditEvent? = nil, origins: OriginFinder = .none, _ body: (Guarding) async throws -> Result
    ) async throws -> Result {
        let start = try Start(try sources())
        guard let (configuration, database) = try await start.open() else {
            throw Failure(
                .configuration,
                "BanGUI is not set up in \(Self.described(start.directory)): open the link of “bangui serve”, or name the "
                    + "folder of one that is set up with --data-dir.")
        }
        let host = host(configuration, start)
        let guarding = Guarding(
            host: host, database: database, policy: GuardPolicy(configuration), origins: origins,
            recovery: configuration.fail2banRecovery, pulse: Pulse(), now: Clock.now, newID: OperationID.make,
            logger: Self.logger())
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(guarding))
        } catch {
            if let attempt { await note(attempt, error, in: database) }
            result = .failure(explained(error))
        }
        await host.close()
        await database.close()
        return try result.get()
    }

    /// Tells where addresses are by the files that the server has, which are read at the first question.
    func origins() throws -> OriginFinder {
        let start = try Start(try sources())
        let configuration = try start.reader.read(start.sources)
        let desk = Mutex<GeoDesk?>(nil)
        return OriginFinder {
            desk.withLock { held in
                if let held { return held.atlas }
                let made = GeoDesk(configuration, now: Clock.now, logger: Self.logger(.error))
                made.lookNow()
                held = made
                return made.atlas
            }
        }
    }

    /// Writes to the audit log that something was tried which the host could not do. Values that nobody could have used are no attempt.
    private func note(_ attempt: AuditEvent, _ error: any Error, in database: any Database) async {
        let cause: HostError? =
            switch error {
            case let error as HostError: error
            case OperationError.host(let error): error
            default: nil
            }
        guard let cause else { return }
        var event = attempt
        (event.result, event.detail) = (.failed, HostFailure(cause).failure.message)
        await AuditLog(database: database, now: Clock.now).noteAttempt(event, by: .commandLine)
    }

    /// The jails that were stopped with BanGUI and are none of `running`; none where it is not set up.
    func stoppedJails(besides running: [JailName]) async throws -> [StoppedJail] {
        guard try Start(try sources()).state != .needsSetup else { return [] }
        return try await withMemory { try await $0.jails.stopped() }.filter { !running.contains($0.name) }
    }

    /// What to tell of an error of the host: where nobody named a fail2ban, also what was looked for.
    func failure(_ error: HostError) -> Failure {
        guard case .unreachable(.notRunning(let path)) = error, let start = try? Start(sources()),
            (try? start.reader.read(start.sources))?.origins[.fail2banSocket] == .builtIn,
            ServeLock.server(in: start.directory) == nil
        else { return HostFailure(error).failure }
        return Failure(
            .unreachable,
            "There is no fail2ban at \(path), its usual place, and no “bangui serve” runs on "
                + "\(Self.described(start.directory)). Start fail2ban (systemctl start fail2ban), or name its socket with "
                + "--fail2ban-socket, or the folder of a running server with --data-dir.")
    }

    /// The error, or a failure that tells more of it.
    func explained(_ error: any Error) -> any Error {
        switch error {
        case let error as HostError: failure(error)
        case OperationError.host(let error): failure(error)
        default: error
        }
    }

    /// The folder's path, and whether it is there at all.
    private static func described(_ directory: DataDirectory) -> String {
        FileManager.default.fileExists(atPath: directory.path)
            ? directory.path : "\(directory.path) (there is no such folder)"
    }

    /// The host of the configuration; where nobody said which, the one that the running server guards, in its way.
    func host(_ configuration: Configuration, _ start: Start) -> any Host {
        if let agent = configuration.agentSocket { return AgentHost(path: agent, logger: Self.logger()) }
        var host = LocalHost.Configuration(
            socketPath: configuration.fail2banSocket, configurationDirectory: configuration.fail2banConfiguration,
            startCommand: configuration.fail2banStartCommand)
        if configuration.origins[.fail2banSocket] == .builtIn, let server = ServeLock.server(in: start.directory) {
            if let agent = server.agentSocket { return AgentHost(path: agent, logger: Self.logger()) }
            host.socketPath = server.socket
            host.configurationDirectory = server.configuration
            host.clientProgram = server.clientProgram
            host.clientEnvironment = server.clientEnvironment
        }
        return LocalHost(host, logger: Self.logger())
    }
}

extension GuardPolicy {
    init(_ configuration: Configuration) {
        self.init(trustedProxies: configuration.trustedProxies, allowlist: configuration.allowlist)
    }
}

/// Names of operations.
enum OperationID {
    /// 26 characters of 5 random bits each, without letters that look alike (Crockford's base 32).
    @Sendable static func make() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        return String(decoding: SystemRandom.bytes(26).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}
