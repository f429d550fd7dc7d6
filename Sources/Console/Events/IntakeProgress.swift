import Synchronization

/// How far capture has come with what is there to be read.
public struct IntakeProgress: Equatable, Sendable {
    /// Bytes of the log that are still to be read; nil before the first look.
    public var remaining: Int64?
    /// Bytes that were to be read at the beginning of this run, at most: with `remaining` the part that is done.
    public var total: Int64 = 0
    /// Rotations of the log that were removed before they had been read to their end.
    public var vanished = 0
    /// Why nothing can be taken in just now, in words; nil where all is well.
    public var trouble: String?

    /// Whether a back-log is being read that takes more than a moment.
    public var isCatchingUp: Bool { (remaining ?? 0) > 4 << 20 }
}

/// The progress of capture, for everyone to read at once.
public final class IntakeBoard: Sendable {
    /// Beats after each commit that made events visible.
    public let pulse = Pulse()
    private let held = Mutex(IntakeProgress())
    private let readAll = Mutex<ContinuousClock.Instant?>(nil)

    /// The progress now.
    public var progress: IntakeProgress { held.withLock { $0 } }

    /// How long ago all of the log was read; nil where this program does not read it, or has not come to its end.
    public var lag: Duration? { readAll.withLock { $0.map { .now - $0 } } }

    /// Notes that another program reads it.
    func noteResting() { readAll.withLock { $0 = nil } }

    func note(remaining: Int64, vanished: Int) {
        if remaining == 0 { readAll.withLock { $0 = .now } }
        held.withLock { progress in
            progress.vanished = vanished
            progress.remaining = remaining
            progress.total = max(progress.total, remaining)
            progress.trouble = nil
        }
    }

    func note(trouble: String) { held.withLock { $0.trouble = trouble } }
}
