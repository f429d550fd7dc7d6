internal import Dispatch
internal import Synchronization

/// Connections, each on a thread of its own, and the work that waits for one.
///
/// Threads and connections are made when all there are have something to do, `connections` at most. A connection that
/// was lost is made anew for the next work.
final class PostgreSQLPool: Sendable {
    private struct State {
        var waiting: [PostgreSQLTicket] = []
        var threads = 0
        var idle = 0
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    /// More that wait than this are refused at once.
    static let queueLimit = 1000

    let address: PostgreSQLAddress
    private let connections: Int
    private let patrol: PostgreSQLPatrol
    private let patience: Duration
    private let state = Mutex(State())
    /// One signal for each ticket that waits, and one for each thread at the end.
    private let work = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - patience: how long work waits for a connection, and a statement for a lock.
    ///   - patrol: ends the waiting for a server that stands still.
    init(_ address: PostgreSQLAddress, connections: Int, patience: Duration, patrol: PostgreSQLPatrol) {
        self.address = address
        self.connections = connections
        self.patrol = patrol
        self.patience = patience
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Makes a connection with this pool's settings.
    private func connect() throws(StorageError) -> PostgreSQLConnection {
        let (seconds, attoseconds) = patience.components
        return try PostgreSQLConnection(
            address, lockTimeout: Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }

    /// Runs `body` on one of the connections.
    ///
    /// - Throws: `StorageError.busy` where none was free in time, `.unreachable` where none can be made, `.closed`;
    ///   `CancellationError`, and what `body` throws.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Result
    ) async throws -> Result {
        let ticket = PostgreSQLTicket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let work = PostgreSQLTicket.Work(
                    run: { connection in
                        let result = Swift.Result { try body(connection) }
                        // A statement that was stopped fails with an error of its own.
                        if case .failure = result, ticket.isStopped {
                            continuation.resume(throwing: CancellationError())
                        } else {
                            continuation.resume(with: result)
                        }
                    }, refuse: { continuation.resume(throwing: $0) })
                if ticket.order(work) { enqueue(ticket) }
            }
        } onCancel: {
            ticket.cancel()
        }
    }

    /// Lets what has begun come to its end, refuses what waits, and closes the connections.
    func close() async {
        await withCheckedContinuation { continuation in
            let (waiting, threads) = state.withLock { state in
                state.isClosed = true
                defer { state.waiting = [] }
                if state.threads > 0 { state.closing.append(continuation) }
                return (state.waiting, state.threads)
            }
            for ticket in waiting { ticket.refuse(StorageError.closed) }
            for _ in 0..<threads { work.signal() }
            if threads == 0 { continuation.resume() }
        }
    }

    private func enqueue(_ ticket: PostgreSQLTicket) {
        var refusal: StorageError?
        var isNewThread = false
        var mayWait = false
        state.withLock { state in
            if state.isClosed {
                refusal = .closed
            } else if state.waiting.count >= Self.queueLimit {
                refusal = .busy
            } else {
                state.waiting.append(ticket)
                guard state.idle < state.waiting.count else { return }
                isNewThread = state.threads < connections
                if isNewThread { state.threads += 1 }
                mayWait = !isNewThread
            }
        }
        if let refusal { return ticket.refuse(refusal) }
        if isNewThread, !PostgreSQLThread.start({ [self] in serve() }) { state.withLock { $0.threads -= 1 } }
        work.signal()
        guard mayWait || isNewThread else { return }
        Task { [patience] in
            try? await Task.sleep(for: patience)
            ticket.refuse(StorageError.busy)
        }
    }

    /// The life of one thread.
    private func serve() {
        var connection: PostgreSQLConnection?
        while let ticket = next() {
            guard ticket.isWaiting else { continue }
            do throws(StorageError) {
                if connection?.isUsable != true { connection = try connect() }
            } catch {
                connection = nil
                ticket.refuse(error)
            }
            guard let open = connection else { continue }
            let isWhole = patrol.watch(open) {
                defer { open.settle() }
                return ticket.run(open)
            }
            // The order to stop may reach the server after the statement that it was meant for.
            if !isWhole { connection = nil }
        }
        connection = nil
        let closing = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closing = [] }
            return state.closing
        }
        for continuation in closing { continuation.resume() }
    }

    /// Waits for work; nil when the pool is closed.
    private func next() -> PostgreSQLTicket? {
        while true {
            state.withLock { $0.idle += 1 }
            work.wait()
            let (ticket, isClosed) = state.withLock { state in
                state.idle -= 1
                return (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
            }
            if isClosed { return nil }
            if let ticket { return ticket }
        }
    }
}
