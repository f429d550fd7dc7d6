import Agent
import Console
import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

extension ServiceManager {
    /// The one that started this process, if it wants to be told.
    static var own: ServiceManager? {
        ServiceManager(environment: ProcessInfo.processInfo.environment, pid: getpid())
    }
}

extension SignsOfLife {
    /// Signs of a process that does its work as long as each of its event loops takes new work, and what else it is told of
    /// goes on.
    static func ofEventLoops(
        to manager: ServiceManager, logger: Logger, and isAlive: @escaping @Sendable () -> Bool = { true }
    ) -> SignsOfLife {
        SignsOfLife(to: manager, logger: logger) {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                guard (try? await loop.submit {}.get()) != nil else { return false }
            }
            return isAlive()
        }
    }
}

/// The agent, which tells once it listens.
struct TellingAgent: Service {
    let server: AgentServer
    let manager: ServiceManager?

    func run() async throws {
        try await server.start()
        manager?.tell(.ready)
        try? await gracefulShutdown()
        await server.stop()
    }
}
