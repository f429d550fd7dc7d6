public import Storage

extension BackgroundTask {
    /// Seconds by which an event may be too old before its night is taken for missed.
    static let patienceWithEvents: Int64 = 2 * EventRetention.day

    /// Removes events that were kept for as long as they should be, every night. Where nights were missed, or the time was
    /// shortened, it begins at once. Nothing is remembered: what is there tells what is to be done.
    ///
    /// - Parameters:
    ///   - now: UTC epoch seconds.
    ///   - sleep: suspends for the time, and throws when the task is cancelled.
    public static func oldEvents(
        _ database: any Database, retention: EventRetention, now: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> BackgroundTask {
        BackgroundTask(
            .oldEvents,
            look: { moment in
                guard let beginning = retention.beginning(now: moment.now) else { return .nothing }
                guard let oldest = try await database.read({ try $0.events.oldest() }), oldest < beginning
                else { return .nothing }
                let isMissed = oldest < beginning - patienceWithEvents
                return isMissed || moment.isTime(of: TaskName.oldEvents.usualSchedule) ? .work : .tooEarly
            },
            run: { context in
                guard let beginning = retention.beginning(now: now()) else { return .nothing }
                let oldest = try await database.read { try $0.events.oldest() }
                guard let oldest, oldest < beginning else { return .nothing }
                let outcome = try await EventSweep(database, sleep: sleep).run(before: beginning) {
                    context.mayGoOn
                } progress: {
                    context.progress("Removed \($0) events so far.")
                }
                let words = "Removed \(outcome.removed) events."
                return outcome.isDone ? .done(words) : .unfinished(words)
            })
    }
}
