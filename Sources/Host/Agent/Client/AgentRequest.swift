import NIOCore

/// A request that waits for its turn or for its answer; only its link touches it.
final class AgentRequest {
    typealias Outcome = Result<ByteBuffer, HostError>

    /// Which request of its link it is.
    let number: UInt64
    let body: ByteBuffer
    let changes: Bool
    /// The id under which it was sent last.
    var id: UInt64 = 0
    /// Whether it was sent before on a connection that broke; it is not sent a third time.
    var isRepeated = false
    private var continuation: CheckedContinuation<Outcome, Never>?
    private var timer: Scheduled<Void>?

    init(number: UInt64, body: ByteBuffer, changes: Bool, continuation: CheckedContinuation<Outcome, Never>) {
        self.number = number
        self.body = body
        self.changes = changes
        self.continuation = continuation
    }

    /// Whether nobody waits any more.
    var isAbandoned: Bool { continuation == nil }

    func expire(with timer: Scheduled<Void>) { self.timer = timer }

    /// Gives the outcome to whoever waits; only the first one counts.
    func finish(_ outcome: Outcome) {
        timer?.cancel()
        timer = nil
        abandon(outcome)
    }

    /// Gives the outcome and leaves the deadline running, for the answer that is still due.
    func abandon(_ outcome: Outcome) {
        continuation?.resume(returning: outcome)
        continuation = nil
    }
}
