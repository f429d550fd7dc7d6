public import NIOCore

/// Runs tasks on an event loop.
///
/// What goes back and forth with a connection then never leaves the thread that the connection's bytes come in by: two
/// changes of threads less for each answer, which cost more than the work. It is not for what takes long (hashes, large
/// reads, the disk): that has threads of its own.
public final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// An executor on `loop`.
    public init(_ loop: any EventLoop) {
        self.loop = loop
    }

    /// Runs the job at the loop's next turn.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        loop.execute { job.runSynchronously(on: executor) }
    }
}
