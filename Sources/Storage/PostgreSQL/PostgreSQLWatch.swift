internal import CPostgreSQL
internal import Dispatch
internal import Synchronization

/// The connection on which a database is told of what others do: commits, and which leases are free.
///
/// A lease is an advisory lock of this connection's session, so that the server gives it to one only and takes it back at
/// once when the program ends. From a program that stands still it is taken back too: the server ends a session that asks
/// nothing for `PostgreSQLWatch.silence`, and the program by itself holds the lease for less than that.
final class PostgreSQLWatch: Sendable {
    private struct State {
        var isStarted = false
        var isClosed = false
        var leases: [PostgreSQLLease] = []
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    /// The channel of commits.
    static let channel = "bangui_changes"
    /// Between two questions of the connection.
    private static let interval: Duration = .seconds(1)
    /// Milliseconds after which the server ends a session that asks nothing.
    private static let silence = 10_000

    private let address: PostgreSQLAddress
    private let patrol: PostgreSQLPatrol
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    init(_ address: PostgreSQLAddress, _ patrol: PostgreSQLPatrol) {
        self.address = address
        self.patrol = patrol
    }

    /// A lease that is tried for from now on.
    func lease(_ name: String) -> PostgreSQLLease {
        let lease = PostgreSQLLease(name)
        state.withLock { $0.leases.append(lease) }
        start()
        return lease
    }

    /// A value for each time that something may have been committed; several that nobody took are one.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in _ = state.listeners.removeValue(forKey: number) }
        }
        start()
        return stream
    }

    /// Gives the leases back and ends every stream; returns when the connection is closed.
    func close() async {
        let (isStarted, listeners) = state.withLock { state in
            defer { (state.isClosed, state.listeners) = (true, [:]) }
            return (state.isStarted && !state.isClosed, state.listeners)
        }
        for listener in listeners.values { listener.finish() }
        guard isStarted else { return }
        await withCheckedContinuation { continuation in
            PostgreSQLThread.start { [ended] in
                ended.wait()
                continuation.resume()
            }
        }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func start() {
        let isFirst = state.withLock { state in
            guard !state.isStarted, !state.isClosed else { return false }
            state.isStarted = true
            return true
        }
        if isFirst { PostgreSQLThread.start { [self] in watch() } }
    }

    /// The life of the thread: a connection after the other.
    private func watch() {
        while !isClosed {
            if let connection = try? PostgreSQLConnection(address, lockTimeout: 1000) {
                try? follow(connection)
                connection.settle()
            }
            for lease in state.withLock({ $0.leases }) { lease.lose() }
            if !isClosed { PostgreSQLThread.sleep(milliseconds: 500) }
        }
        ended.signal()
    }

    private func follow(_ connection: PostgreSQLConnection) throws {
        try connection.run(["SET idle_session_timeout = \(Self.silence)", "LISTEN \(Self.channel)"])
        // Something may have happened before.
        tell()
        while !isClosed {
            let asked = ContinuousClock.now
            for lease in state.withLock({ $0.leases }) where !lease.isTaken {
                if try patrol.watch(connection, { try connection.isTrue(lease.question) }) { lease.take() }
            }
            // This also tells whether the session that has the locks is still there.
            guard try patrol.watch(connection, { try connection.isTrue("SELECT true") }) else { return }
            for lease in state.withLock({ $0.leases }) { lease.confirm(at: asked) }
            try listen(connection, until: asked + Self.interval)
        }
    }

    private func listen(_ connection: PostgreSQLConnection, until end: ContinuousClock.Instant) throws {
        while ContinuousClock.now < end, !isClosed {
            if connection.takeNotifications() { tell() }
            guard PostgreSQLSocket.isReadable(PQsocket(connection.handle), within: 100) else { continue }
            guard PQconsumeInput(connection.handle) == 1 else { throw StorageError.unreachable(connection.words) }
        }
    }

    private func tell() {
        for listener in state.withLock({ $0.listeners }).values { listener.yield() }
    }
}

/// A lease that one of the servers on a database has.
final class PostgreSQLLease: Lease {
    /// The program by itself gives the lease up before the server does.
    private static let life: Duration = .seconds(7)

    /// Asks the server for the lock and gives whether it was free.
    let question: String
    private let state = Mutex((isTaken: false, confirmedAt: ContinuousClock.Instant?.none))

    init(_ name: String) {
        // FNV-1a: a number for the name that is the same in every program.
        let number = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        question = "SELECT pg_try_advisory_lock(6447471, \(Int32(bitPattern: number)))"
    }

    var isHeld: Bool {
        state.withLock { state in
            guard state.isTaken, let confirmedAt = state.confirmedAt else { return false }
            return ContinuousClock.now - confirmedAt < Self.life
        }
    }

    /// Whether the lock was given and not lost since.
    var isTaken: Bool { state.withLock { $0.isTaken } }

    func take() { state.withLock { $0.isTaken = true } }
    func lose() { state.withLock { $0 = (false, nil) } }

    /// Notes that the session was there at a time after `moment`.
    func confirm(at moment: ContinuousClock.Instant) {
        state.withLock { if $0.isTaken { $0.confirmedAt = moment } }
    }
}

extension PostgreSQLConnection {
    /// The first column of a statement's one row, as a truth.
    fileprivate func isTrue(_ sql: String) throws -> Bool {
        try read { try $0.first(sql) { $0.flag(0) } ?? false }
    }

    /// Whether a commit was told of since the last call.
    fileprivate func takeNotifications() -> Bool {
        settle()
        var isAny = false
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            isAny = true
        }
        return isAny
    }
}
