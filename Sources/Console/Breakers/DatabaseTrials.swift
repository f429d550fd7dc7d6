public import ServiceLifecycle
public import Storage

/// Tries the database while something is wrong with it, so that it is used again soon after it is well, though nobody asks.
public struct DatabaseTrials: Service {
    /// Between two tries.
    static let interval: Duration = .seconds(1)

    private let database: any Database
    private let breakers: Breakers

    /// - Parameter database: the one behind its breakers, so that these decide when a try may be made.
    public init(_ database: any Database, _ breakers: Breakers) {
        self.database = database
        self.breakers = breakers
    }

    /// Watches until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    func look() async {
        if breakers.database.report.cause != nil {
            _ = try? await database.read { try $0.first("SELECT 1") { $0.integer(0) } }
        }
        if breakers.databaseWrites.report.cause != nil {
            // It changes nothing and takes what any change takes: the lock, and room on the disk.
            _ = try? await database.write(.telemetry) {
                try $0.execute("UPDATE revisions SET revision = revision WHERE subject = 'events'", [:])
            }
        }
    }
}
