import Fail2ban
import Host

extension Bans {
    /// Runs an operation alone and to its end: once the daemon was told something, the record of it must be stored
    /// though nobody waits for the answer any more. Behind one that takes long it is not begun, and told so in time.
    func undisturbed<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await Task(executorPreference: host.executor) {
            try await lock.whileHeld(patience: Self.patience) { try await body() }
        }.value
    }

    /// How long an operation waits for the one before it: people should know where they are by then, and a daemon that
    /// hangs must not hold on to all who ask.
    static let patience: Duration = .seconds(8)

    /// Does one part of an operation for each jail. When fail2ban goes away on the way, what was done stays in the
    /// draft and the jails not reached are named in it; before anything was noted, the error is the caller's.
    func each(
        _ jails: [JailName], of draft: inout OperationDraft,
        _ body: (JailName, inout OperationDraft) async throws -> Void
    ) async throws {
        for jail in jails {
            do {
                try await body(jail, &draft)
            } catch let error as HostError where draft.hasChanged {
                draft.note(unreached: jail, error, host: host.id)
            }
        }
    }
}
