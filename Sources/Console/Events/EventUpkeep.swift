internal import Glibc
public import Logging
public import ServiceLifecycle
public import Storage

/// Removes events that were kept for as long as they should be, every night between three and four by the machine's clock.
/// Where nights were missed, or the time was shortened, it begins at once. Nothing is remembered: what is there tells what
/// is to be done.
public struct EventUpkeep: Service {
    /// The hour of the day in which it works.
    static let hour = 3
    /// Seconds by which an event may be too old before its night is taken for missed.
    static let patience: Int64 = 2 * EventRetention.day

    private let database: any Database
    private let lease: any Lease
    private let retention: EventRetention
    private let interval: Duration
    private let now: @Sendable () -> Int64
    private let hourOfDay: @Sendable (Int64) -> Int
    private let sleep: @Sendable (Duration) async throws -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - lease: of several servers, the one that has it does it.
    ///   - interval: between two looks.
    ///   - now: UTC epoch seconds.
    ///   - hourOfDay: the hour of a moment, 0…23.
    ///   - sleep: suspends for the time, and throws when the task is cancelled.
    public init(
        _ database: any Database, lease: any Lease = HeldLease(), retention: EventRetention,
        interval: Duration = .seconds(600), now: @escaping @Sendable () -> Int64,
        hourOfDay: @escaping @Sendable (Int64) -> Int = localHour,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }, logger: Logger
    ) {
        self.database = database
        self.lease = lease
        self.retention = retention
        self.interval = interval
        self.now = now
        self.hourOfDay = hourOfDay
        self.sleep = sleep
        self.logger = logger
    }

    /// Looks until the task is cancelled or the service group shuts down, which ends it between two batches.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await round()
                } catch {
                    logger.warning("old events could not be removed", metadata: ["error": "\(error)"])
                }
                do { try await sleep(interval) } catch { break }
            }
        }
    }

    /// Removes what is due; gives what was done, nil where nothing was.
    @discardableResult
    public func round() async throws -> EventSweep.Outcome? {
        let moment = now()
        guard lease.isHeld, let beginning = retention.beginning(now: moment) else { return nil }
        let oldest = try await database.readBriefly { try $0.events.oldest() }
        guard let oldest, oldest < beginning else { return nil }
        guard hourOfDay(moment) == Self.hour || oldest < beginning - Self.patience else { return nil }
        let outcome = try await EventSweep(database, sleep: sleep).run(before: beginning) { lease.isHeld }
        logger.info(
            "removed old events",
            metadata: [
                "count": "\(outcome.removed)", "older than days": "\(retention.days)", "done": "\(outcome.isDone)",
                "longest batch": "\(outcome.longest)",
            ])
        return outcome
    }
}

/// The hour of the machine's clock at a moment in UTC epoch seconds.
public func localHour(_ moment: Int64) -> Int {
    var (seconds, parts) = (time_t(moment), tm())
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return Int(parts.tm_hour)
}
