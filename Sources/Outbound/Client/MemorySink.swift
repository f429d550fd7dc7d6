internal import Synchronization

/// Keeps a body in memory; the limits of the request bound it.
public final class MemorySink: OutboundSink {
    private let held = Mutex<[UInt8]>([])

    /// An empty one.
    public init() {}

    /// What was taken.
    public var bytes: [UInt8] { held.withLock { $0 } }

    /// Forgets what was taken.
    public func begin() { held.withLock { $0.removeAll() } }

    /// Keeps the piece.
    public func take(_ bytes: UnsafeRawBufferPointer) { held.withLock { $0.append(contentsOf: bytes) } }
}
