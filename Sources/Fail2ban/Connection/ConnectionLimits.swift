/// Bounds of one connection to the daemon.
public struct ConnectionLimits: Hashable, Sendable {
    /// Commands that may wait, default 64: the daemon runs one at a time, and a longer queue only ages.
    public var queue: Int
    /// Bytes of one reply, default 64 MiB: ten times the largest measured.
    public var replyBytes: Int
    /// Milliseconds between attempts while the daemon's queue of connections is full, the last one repeated: it
    /// holds two, and a busy daemon frees it within a command.
    public var retryDelays: [Int64]

    /// Takes each bound; those left out get the default explained at the property.
    public init(queue: Int = 64, replyBytes: Int = 64 << 20, retryDelays: [Int64] = [5, 20, 50]) {
        self.queue = queue
        self.replyBytes = replyBytes
        self.retryDelays = retryDelays
    }
}
