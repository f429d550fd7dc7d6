public import Storage

extension BackgroundTask {
    /// Takes lines that were stored before their words were indexed into the index, once.
    ///
    /// - Parameter sleep: suspends for the time, and throws when the task is cancelled.
    public static func lineIndex(
        _ database: any Database,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> BackgroundTask {
        BackgroundTask(
            .lineIndex,
            look: { _ in
                try await database.read { try $0.events.linesBeforeIndex() } == nil ? .nothing : .work
            },
            run: { context in
                let outcome = try await LineFilling(database, sleep: sleep).run {
                    context.mayGoOn
                } progress: {
                    context.progress("Took in the lines of \($0) bans so far.")
                }
                guard outcome.entered > 0 else { return .nothing }
                let words = "Took in the lines of \(outcome.entered) bans."
                return outcome.isDone ? .done(words) : .unfinished(words)
            })
    }
}
