import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Threads on which checks may wait for a disk: the ones that serve requests must not. There are as many as have
/// something to do, up to a bound, and they end when there is nothing for a while.
final class DoctorThreads: TaskExecutor {
    static let shared = DoctorThreads()

    private struct State {
        var jobs: [UnownedJob] = []
        var threads = 0
        var idle = 0
    }

    /// Those that hang with a disk are never given back: what finds no thread is told as not having come to its end.
    private static let most = 64
    private static let patience = DispatchTimeInterval.seconds(2)

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    /// Runs the job on a thread that has nothing else to do.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isShort = state.withLock { state in
            state.jobs.append(job)
            guard state.jobs.count > state.idle, state.threads < Self.most else { return false }
            state.threads += 1
            return true
        }
        bell.signal()
        if isShort { begin() }
    }

    private func begin() {
        #if canImport(Glibc)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        let code = pthread_create(
            &thread, nil,
            { _ in
                DoctorThreads.shared.work()
                return nil
            }, nil)
        guard code == 0 else { return state.withLock { $0.threads -= 1 } }
        #if canImport(Glibc)
        pthread_detach(thread)
        #else
        if let thread { pthread_detach(thread) }
        #endif
    }

    private func work() {
        let executor = asUnownedTaskExecutor()
        while true {
            state.withLock { $0.idle += 1 }
            let isCalled = bell.wait(timeout: .now() + Self.patience) == .success
            let (job, isOver) = state.withLock { state -> (UnownedJob?, Bool) in
                state.idle -= 1
                if !state.jobs.isEmpty { return (state.jobs.removeFirst(), false) }
                if !isCalled { state.threads -= 1 }
                return (nil, !isCalled)
            }
            if isOver { return }
            job?.runSynchronously(on: executor)
        }
    }
}

/// Work that nobody waits for beyond its time.
enum Deadline {
    /// What `work` gives, or `late` where it takes longer than `limit`; it is left to itself then.
    static func run<Value: Sendable>(
        _ limit: Duration, else late: Value, _ work: @escaping @Sendable () async -> Value
    ) async -> Value {
        let (answers, answer) = AsyncStream.makeStream(of: Value.self)
        let question = Task(executorPreference: DoctorThreads.shared) { answer.yield(await work()) }
        let clock = Task {
            try? await Task.sleep(for: limit)
            answer.yield(late)
        }
        defer {
            question.cancel()
            clock.cancel()
        }
        return await answers.first { _ in true } ?? late
    }
}
