internal import CPostgreSQL
internal import Synchronization

/// One piece of work for a connection, from its order to its end. Exactly one of `run` and `refuse` is ever called.
final class PostgreSQLTicket: Sendable {
    private enum State {
        /// Nobody waits yet: the caller's task may be cancelled before it does.
        case new
        case cancelled
        case waiting(Work)
        case running(PostgreSQLCancel)
        case stopped
        case over
    }

    struct Work: Sendable {
        let run: @Sendable (PostgreSQLConnection) -> Void
        let refuse: @Sendable (any Error) -> Void
    }

    private let state = Mutex(State.new)

    /// Gives the ticket its work; false where it was cancelled before, and the work was refused.
    func order(_ work: Work) -> Bool {
        let isOrdered = state.withLock { state in
            guard case .new = state else { return false }
            state = .waiting(work)
            return true
        }
        if !isOrdered { work.refuse(CancellationError()) }
        return isOrdered
    }

    var isWaiting: Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            return true
        }
    }

    /// Does the work on a connection; false where it had to be stopped half-way.
    func run(_ connection: PostgreSQLConnection) -> Bool {
        let work = state.withLock { state -> Work? in
            guard case .waiting(let work) = state else { return nil }
            state = .running(PostgreSQLCancel(connection))
            return work
        }
        work?.run(connection)
        return state.withLock { state in
            defer { state = .over }
            if case .stopped = state { return false }
            return true
        }
    }

    /// Ends the wait with an error; does nothing where the work has begun.
    func refuse(_ error: any Error) {
        let work = state.withLock { state -> Work? in
            guard case .waiting(let work) = state else { return nil }
            state = .over
            return work
        }
        work?.refuse(error)
    }

    /// Ends the wait, or stops the statement that runs.
    func cancel() {
        refuse(CancellationError())
        let running = state.withLock { state -> PostgreSQLCancel? in
            switch state {
            case .new: state = .cancelled
            case .running(let running):
                state = .stopped
                return running
            case .cancelled, .waiting, .stopped, .over: break
            }
            return nil
        }
        // It opens a connection of its own and waits for that.
        if let running { PostgreSQLThread.start { [self] in stop(running) } }
    }

    /// Orders the connection to stop until the work is over: an order that comes between two statements stops neither.
    private func stop(_ running: PostgreSQLCancel) {
        while isStopped {
            running.send()
            PostgreSQLThread.sleep(milliseconds: 50)
        }
    }

    /// Whether the work was told to stop and is not over.
    var isStopped: Bool {
        state.withLock { state in
            guard case .stopped = state else { return false }
            return true
        }
    }
}

/// Stops what a connection does, from another thread.
final class PostgreSQLCancel: @unchecked Sendable {
    // Never written to; libpq says that PQcancel may be called by any thread.
    private let handle: OpaquePointer?

    init(_ connection: PostgreSQLConnection) { handle = PQgetCancel(connection.handle) }

    deinit { PQfreeCancel(handle) }

    func send() {
        var words = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &words, CInt(words.count))
    }
}
