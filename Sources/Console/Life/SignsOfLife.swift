public import Logging
public import ServiceLifecycle

/// Tells the service manager that the process does its work, as long as it does, and that it stops.
public struct SignsOfLife: Service {
    private let manager: ServiceManager
    private let logger: Logger
    private let isAlive: @Sendable () async -> Bool

    /// - Parameter isAlive: whether the process does its work; an answer that does not come in time is none.
    public init(to manager: ServiceManager, logger: Logger, isAlive: @escaping @Sendable () async -> Bool) {
        self.manager = manager
        self.logger = logger
        self.isAlive = isAlive
    }

    /// Gives signs until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            // Three in the time that the manager waits: one may come late.
            let interval = manager.patience.map { $0 / 3 }
            while !Task.isCancelled {
                if let interval { await look(within: interval) }
                try? await Task.sleep(for: interval ?? .seconds(3600))
            }
        }
        manager.tell(.stopping)
    }

    private func look(within limit: Duration) async {
        if await Deadline.run(limit, else: false, isAlive) {
            manager.tell(.alive)
        } else if !Task.isCancelled {
            logger.error("part of this process stands still; the service manager is to start it anew")
        }
    }
}
