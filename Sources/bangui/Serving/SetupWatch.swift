import Console
import Logging
import ServiceLifecycle

/// Notices a setup that another program finished, such as `bangui user add NAME --admin`, and goes to work with it.
struct SetupWatch: Service {
    /// Between two looks at the data directory.
    static let interval: Duration = .seconds(1)

    let phase: ConsolePhase
    let builder: ConsoleBuilder
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // A setup in the browser brings the console to work itself, within less than one look.
            var wasThere = false
            while !Task.isCancelled, phase.services == nil {
                do {
                    if wasThere { try await builder.takeOver(phase) }
                    wasThere = try await builder.isSetUp()
                } catch {
                    logger.error("a finished setup cannot be opened", metadata: ["error": "\(Failure(error).message)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
        // Whoever ends first stops the whole group, so this waits with the others.
        try? await gracefulShutdown()
    }
}
