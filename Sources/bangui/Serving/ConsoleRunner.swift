import Console
import Logging
import ServiceLifecycle

/// Runs the console's services from the moment that it is at work.
struct ConsoleRunner: Service {
    let phase: ConsolePhase
    let logger: Logger

    func run() async throws {
        let services = await cancelWhenGracefulShutdown { await phase.whenReady() }
        guard let services else { return }
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.services.map {
                    .init(
                        service: $0, successTerminationBehavior: .ignore,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                }, logger: logger)
        ).run()
    }
}

/// Ends what would hold the server's stop: requests that wait for a change.
struct Drain: Service {
    let pulse: Pulse

    func run() async throws {
        try await gracefulShutdown()
        pulse.finish()
    }
}
