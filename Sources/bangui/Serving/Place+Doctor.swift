import Agent
import Console
import Foundation
import Host

extension Place {
    /// What the doctor looks at from the command line: whatever is wrong with the settings is for it to tell.
    ///
    /// - Parameter isDirect: whether fail2ban is spoken to without the agent, even where there is one.
    func scene(isDirect: Bool = false) async throws -> DoctorScene {
        let reader = ConfigurationReader(otherNames: Start.scriptNames, now: Clock.now)
        var faults: [SettingFault] = []
        let sources: SettingSources
        do {
            sources = try self.sources()
        } catch let failure as Failure where failure.code == .notPermitted {
            throw failure
        } catch {
            faults.append(SettingFault(name: ".env", value: nil, Failure(error).message, remedy: "mend or remove it"))
            sources = SettingSources(commandLine: settings, environment: ProcessInfo.processInfo.environment)
        }
        let seen = await SettingsSeen.look(sources, reader, faults: faults)
        guard let place = seen.place else { throw Failure(.configuration, "No settings can be read at all.") }
        let server = ServeLock.server(in: place.dataDirectory)
        let host = Self.host(place, server)
        let agent = isDirect ? nil : place.agentSocket ?? server?.agentSocket
        return DoctorScene(
            host: agent.map { AgentHost(path: $0, logger: Self.logger()) } ?? LocalHost(host, logger: Self.logger()),
            socketPath: host.socketPath, configurationFolder: host.configurationDirectory,
            directory: place.dataDirectory, configuration: seen.configuration, faults: seen.faults,
            serverProcess: server?.pid, agentSocket: agent, agentRules: Self.agentRules(agent), now: Clock.now)
    }

    /// What root reads in the configuration of the agent at `socket`; nil where that agent has another.
    private static func agentRules(_ socket: String?) -> AgentRules? {
        guard let socket, geteuid() == 0 else { return nil }
        let path = AgentConfigurationFile.usualPath
        do throws(AgentConfigurationFault) {
            let configuration = try AgentConfigurationFile.load(path)
            return configuration.socket == socket ? AgentRules(path: path, users: configuration.users) : nil
        } catch {
            return socket == AgentConfiguration().socket ? AgentRules(path: path, users: [], fault: "\(error)") : nil
        }
    }

    /// The host of the configuration; where nobody said which, the one that the running server guards.
    private static func host(_ configuration: Configuration, _ server: ServeLock.Server?) -> LocalHost.Configuration {
        var host = LocalHost.Configuration(
            socketPath: configuration.fail2banSocket, configurationDirectory: configuration.fail2banConfiguration)
        guard configuration.origins[.fail2banSocket] == .builtIn, let server else { return host }
        host.socketPath = server.socket
        host.configurationDirectory = server.configuration
        host.clientProgram = server.clientProgram
        host.clientEnvironment = server.clientEnvironment
        return host
    }
}
