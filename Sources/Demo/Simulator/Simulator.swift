public import Logging
public import ServiceLifecycle

/// Writes what a busy day on the internet looks like into the demo's logs, until it is told to stop. Every ban of the
/// demo follows from its lines; it never talks to the daemon.
public struct Simulator: Service {
    private let files: LogFiles
    private let seed: UInt64
    private let pace: Double
    private let now: @Sendable () -> Int64
    private let logger: Logger

    init(files: LogFiles, seed: UInt64, pace: Double, now: @escaping @Sendable () -> Int64, logger: Logger) {
        self.files = files
        self.seed = seed
        self.pace = pace
        self.now = now
        self.logger = logger
    }

    /// Runs until the task is cancelled or the service group shuts down. A log that cannot be written is reported
    /// and tried again.
    public func run() async throws {
        await cancelWhenGracefulShutdown { await writeUntilCancelled() }
    }

    private func writeUntilCancelled() async {
        var scenario = Scenario(seed: seed, start: now(), pace: pace)
        while !Task.isCancelled {
            do {
                try files.append(scenario.advance(to: now()))
            } catch {
                logger.warning("demo log not written", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(250))
        }
    }
}

extension DemoFail2ban {
    /// The simulator of this demo's attackers.
    ///
    /// - Parameters:
    ///   - seed: the same seed and start give the same lines. Take a new one for each start: an address that is
    ///     banned still cannot be banned again.
    ///   - pace: multiplies the number of attackers; at 1 about five bans a minute.
    ///   - now: UTC epoch milliseconds.
    public func simulator(
        seed: UInt64, pace: Double = 1, now: @escaping @Sendable () -> Int64, logger: Logger
    ) -> Simulator {
        Simulator(files: LogFiles(folder: folder.logs), seed: seed, pace: pace, now: now, logger: logger)
    }
}
