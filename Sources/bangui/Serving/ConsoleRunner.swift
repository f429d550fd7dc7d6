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

/// Ends what would hold the server's stop, requests that wait for a change, and lets those in that are there already.
struct Drain: Service {
    let pulse: Pulse

    /// A request that was sent before the signal may still lie unread while its event loop answers others, and a
    /// connection that seems idle is closed at once: this long everything is still read.
    static let reading: Duration = .milliseconds(100)

    func run() async throws {
        try await gracefulShutdown()
        pulse.finish()
        try? await Task.sleep(for: Self.reading)
    }
}
