import Agent
import ArgumentParser
import Console
import Host
import Logging
import ServiceLifecycle
import UnixSignals
import Web

/// `bangui agent`
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Runs the privileged half: what alone may touch fail2ban.",
        discussion: """
            It offers a closed list of verbs on a unix socket to the users that its configuration names, and does
            nothing else; see docs/agent.md. Without a configuration only root may connect.
            Example: bangui agent, and as another user: bangui serve --agent-socket /run/bangui/agent.sock
            """)

    @Option(help: "Root's configuration.") var config = AgentConfigurationFile.usualPath
    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error.") var logLevel = "info"

    func run() async throws {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Failure(.usage, "--log-level takes trace, debug, info, notice, warning or error.")
        }
        ProcessMemory.keepLittle()
        let logger = Place.logger(level)
        let configuration = try configuration()
        let host = LocalHost(
            LocalHost.Configuration(
                socketPath: configuration.fail2banSocket, configurationDirectory: configuration.fail2banConfiguration,
                startCommand: configuration.startCommand),
            logger: logger)
        let server = AgentServer(configuration, host: host, version: BanGUIVersion.text, logger: logger)
        let manager = ServiceManager.own
        var services: [any Service] = [TellingAgent(server: server, manager: manager)]
        if let manager { services.append(SignsOfLife.ofEventLoops(to: manager, logger: logger)) }
        do {
            try await ServiceGroup(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        } catch let error as AgentSocketError {
            await host.close()
            throw Failure(Self.code(of: error), "\(error)")
        }
        await host.close()
    }

    private func configuration() throws -> AgentConfiguration {
        do throws(AgentConfigurationFault) {
            return try AgentConfigurationFile.load(Place.absolute(config))
        } catch {
            throw Failure(.configuration, "\(error)")
        }
    }

    private static func code(of error: AgentSocketError) -> Failure.Code {
        switch error {
        case .inUse: .conflict
        case .failed: .notPermitted
        case .noSuchPath, .openFolder, .notASocket: .configuration
        }
    }
}
