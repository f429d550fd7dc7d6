/// Asks `condition` every 20 ms until it holds; false when it did not within so many seconds, or the task was cancelled.
///
/// The time is only how long a failure takes: no test is to depend on how fast a machine is.
public func eventually(within seconds: Double = 60, _ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        guard ContinuousClock.now < deadline, !Task.isCancelled else { return false }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return true
}
