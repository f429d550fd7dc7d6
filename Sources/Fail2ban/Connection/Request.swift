import NIOCore

/// A command that waits for its turn or for its reply; only its connection touches it.
final class Request {
    typealias Outcome = Result<[UInt8], Fail2banError>

    let number: Int
    let bytes: [UInt8]
    let changes: Bool
    /// Whether it was sent before on a connection that broke; it is not sent a third time.
    var isRepeated = false
    private var continuation: CheckedContinuation<Outcome, Never>?
    private var timer: Scheduled<Void>?

    init(number: Int, bytes: [UInt8], changes: Bool, continuation: CheckedContinuation<Outcome, Never>) {
        self.number = number
        self.bytes = bytes
        self.changes = changes
        self.continuation = continuation
    }

    func expire(with timer: Scheduled<Void>) { self.timer = timer }

    /// Gives the outcome to whoever waits; only the first one counts.
    func finish(_ outcome: Outcome) {
        timer?.cancel()
        timer = nil
        abandon(outcome)
    }

    /// Gives the outcome and leaves the deadline running, for the reply that is still due.
    func abandon(_ outcome: Outcome) {
        continuation?.resume(returning: outcome)
        continuation = nil
    }

    /// Ends it after it was sent: what changes something may have done so.
    func fail(sent error: Fail2banError) { finish(.failure(changes ? .unknownOutcome : error)) }
}
