import NIOCore

/// Runs tasks on the event loop of a connection.
///
/// A request that is answered from memory or by a brief read then never leaves the thread that its bytes came in by:
/// two changes of threads less, which cost more than the work. What takes long (hashes, large reads, the disk) has
/// threads of its own.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        loop.execute { job.runSynchronously(on: executor) }
    }
}
