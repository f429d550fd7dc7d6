import Synchronization

/// Has counts that take long wait for each other, whoever asked for them: however many there are, they take one processor
/// from those who ask for pages.
final class CountingLine: Sendable {
    /// The last that began, which the next waits for.
    private let last = Mutex<Task<Void, Never>?>(nil)

    /// Counts as soon as all that began before are done.
    func begin<Answer: Sendable>(_ count: @escaping @Sendable () async throws -> Answer) -> Task<Answer, any Error> {
        last.withLock { last in
            let before = last
            let task = Task {
                await before?.value
                return try await count()
            }
            last = Task { _ = try? await task.value }
            return task
        }
    }
}
