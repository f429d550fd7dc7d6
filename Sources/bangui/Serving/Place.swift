import ArgumentParser
import Console
import Foundation
import Logging
import Storage

/// Where BanGUI and its fail2ban are: the flags that every command shares.
struct Place: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: "The folder with all that BanGUI keeps.") var dataDirectory: String?
    @Option(name: .customLong("fail2ban-socket"), help: "The socket of fail2ban.") var socket: String?
    @Option(name: .customLong("fail2ban-config"), help: "The folder of fail2ban's configuration.") var config: String?

    @Option(name: .customLong("agent-socket"), help: "The socket of BanGUI's agent, where that reaches fail2ban.")
    var agentSocket: String?

    @Option(name: .customLong("database"), help: "The PostgreSQL database, where it is on a server.") var database:
        String?

    /// The settings that the flags give.
    var settings: [SettingKey: String] {
        var settings: [SettingKey: String] = [:]
        settings[.dataDirectory] = dataDirectory.map(Self.absolute)
        settings[.databaseURL] = database
        settings[.fail2banSocket] = socket
        settings[.fail2banConfiguration] = config
        settings[.agentSocket] = agentSocket
        return settings
    }

    /// A path made absolute from the folder of the command.
    static func absolute(_ path: String) -> String {
        path.utf8.first == UInt8(ascii: "/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// What fixes settings: these flags, the environment and `.env` of the folder of the command; where none of them names
    /// another data directory than the installed console's, also its settings, for whoever may read them.
    func sources(adding more: [SettingKey: String] = [:]) throws -> SettingSources {
        let environment = ProcessInfo.processInfo.environment
        var file: DotEnv?
        do {
            file = try DotEnv.load(".env")
            let named = dataDirectory ?? environment[SettingKey.dataDirectory.environmentName]
            if file == nil { file = try Installed.file(for: named.map(Self.absolute)) }
        } catch let error as DotEnvFileError {
            throw Failure(.configuration, "\(error)")
        }
        return SettingSources(commandLine: settings.merging(more) { $1 }, environment: environment, file: file)
    }

    /// A logger for commands: warnings and worse, on standard error.
    static func logger(_ level: Logger.Level = .warning) -> Logger {
        var logger = Logger(label: "bangui") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}

/// Reads the configuration in the order that its parts become known.
struct Start {
    /// Names in the environment that belong to the scripts around the program.
    static let scriptNames: Set<String> = [
        "BANGUI_BUILD", "BANGUI_LONG_TESTS", "BANGUI_TEST_FAIL2BAN", "BANGUI_TEST_SEED",
    ]

    let reader = ConfigurationReader(otherNames: scriptNames, now: Clock.now)
    var sources: SettingSources
    let directory: DataDirectory
    let state: Installation.State

    /// - Parameter isCommand: whether it is for a command, which goes on as the owner of the folder where root runs it.
    init(_ sources: SettingSources, isCommand: Bool = true) throws {
        self.sources = sources
        directory = try reader.dataDirectory(of: sources)
        // What root would leave there the server could not read. The server itself is not for root to start: a thread that
        // was there before keeps its rights.
        if isCommand { try Owner.become(of: directory) }
        do {
            state =
                FileManager.default.fileExists(atPath: directory.path)
                ? try Installation.state(in: directory) : .needsSetup
        } catch {
            throw Failure(.configuration, "\(error)")
        }
    }

    /// The start of a data directory, which takes part in what another server has set up on the same database.
    static func joined(_ sources: SettingSources, isCommand: Bool = true) async throws -> Start {
        let start = try Start(sources, isCommand: isCommand)
        guard start.state == .needsSetup else { return start }
        let place = try start.reader.read(sources).database
        guard case .server = place else { return start }
        do {
            try start.directory.prepare()
            let isJoined = try await Installation.join(start.directory, to: place, now: Clock.now())
            return isJoined ? try Start(sources, isCommand: isCommand) : start
        } catch let error as SetupError {
            throw Failure(.configuration, "\(error)")
        } catch let error as DataDirectoryError {
            throw Failure(.configuration, "\(error)")
        }
    }

    /// The configuration and the open database of a system that was set up; nil before setup.
    ///
    /// - Parameter note: told of each step of the schema that an older database is brought forward by.
    func open(note: (SchemaStep) -> Void = { _ in }) async throws -> (Configuration, any Database)? {
        guard case .complete(let bootstrap) = state else { return nil }
        var sources = sources
        if !bootstrap.isOnServer { sources.stored[SettingKey.databasePath.rawValue] = bootstrap.databasePath }
        let first = try reader.read(sources)
        do {
            let database = try await Installation.open(bootstrap, at: first.database, note: note)
            sources.stored = try await Installation.storedSettings(of: bootstrap, in: database)
            return (try reader.read(sources), database)
        } catch let error as SetupError {
            throw Failure(.configuration, "\(error)")
        }
    }
}
