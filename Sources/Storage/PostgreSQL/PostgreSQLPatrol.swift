internal import Synchronization
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Ends the waiting for a server that stands still.
///
/// A server that is stopped, or whose machine hangs, keeps every connection and answers none, of which the network tells nothing. Where
/// an answer takes longer than `bound`, the server is asked for a sign of life on a connection of its own; one that gives none, twice,
/// is lost to all who wait for it since before the second. What takes long on a server that is well goes on.
final class PostgreSQLPatrol: Sendable {
    private struct Work {
        let cut: PostgreSQLCut
        var since: ContinuousClock.Instant
    }

    private struct State {
        var work: [Int: Work] = [:]
        var next = 0
        var isRunning = false
        var isClosed = false
    }

    /// How long an answer may take before the server is asked whether it is there.
    private static let bound: Duration = .seconds(2)
    /// Seconds that it has for a sign of life; libpq takes no fewer.
    private static let patience = 2
    /// Milliseconds between two looks.
    private static let interval: UInt32 = 500

    private let address: PostgreSQLAddress
    private let state = Mutex(State())

    init(_ address: PostgreSQLAddress) { self.address = address }

    /// Does work on a connection, which is lost where the server stands still meanwhile.
    func watch<Result>(_ connection: PostgreSQLConnection, _ work: () throws -> Result) rethrows -> Result {
        let number = begin(connection.cut)
        defer { state.withLock { _ = $0.work.removeValue(forKey: number) } }
        return try work()
    }

    /// Watches no more.
    func close() { state.withLock { $0.isClosed = true } }

    private func begin(_ cut: PostgreSQLCut) -> Int {
        let (number, isFirst) = state.withLock { state in
            defer { state.isRunning = true }
            state.next += 1
            state.work[state.next] = Work(cut: cut, since: .now)
            return (state.next, !state.isRunning && !state.isClosed)
        }
        if isFirst, !PostgreSQLThread.start({ [weak self] in Self.patrol { self } }) {
            state.withLock { $0.isRunning = false }
        }
        return number
    }

    /// The life of the thread.
    private static func patrol(_ patrol: () -> PostgreSQLPatrol?) {
        while patrol()?.look() == true { PostgreSQLThread.sleep(milliseconds: interval) }
    }

    /// Looks once; false where that was the last time.
    private func look() -> Bool {
        let limit = ContinuousClock.now - Self.bound
        let (late, isClosed) = state.withLock { state in
            (state.work.filter { $0.value.since < limit }.map(\.key), state.isClosed)
        }
        if !late.isEmpty, !isThere() {
            let second = ContinuousClock.now
            if !isThere() { cut(since: second) }
        }
        // Those that a server is well for are asked after again when as long has passed once more.
        state.withLock { state in for number in late { state.work[number]?.since = .now } }
        return !isClosed
    }

    private func isThere() -> Bool { PostgreSQLConnection.answers(address, within: Self.patience) }

    /// Ends what has waited since before a moment.
    private func cut(since moment: ContinuousClock.Instant) {
        for work in state.withLock({ $0.work.values.filter { $0.since < moment } }) { work.cut.end() }
    }
}

/// A second descriptor of a connection's socket, by which another thread can end the connection: libpq closes the first one by itself
/// when it likes.
final class PostgreSQLCut: Sendable {
    private let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whoever waits for the other side hears that the connection is lost.
    func end() { if descriptor >= 0 { shutdown(descriptor, CInt(SHUT_RDWR)) } }
}
