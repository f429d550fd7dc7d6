public import Storage
internal import Synchronization

/// The audit log as a running program uses it: attempts that changed nothing, reading, checking. What is done is written by
/// whoever does it, in the transaction of the change (`Transaction.note`).
public final class AuditLog: Sendable {
    let database: any Database
    let anchor: (any AuditAnchor)?
    let now: @Sendable () -> Int64
    let uptime: @Sendable () -> ContinuousClock.Instant
    private let allowance = Mutex(AuditAllowance())
    private let report = Mutex(AuditReport?.none)
    private let failure = Mutex(AnchorFailure?.none)
    private let check = OperationLock()

    /// - Parameters:
    ///   - anchor: where heads are kept; nil where nothing keeps them.
    ///   - now: UTC epoch seconds.
    ///   - uptime: the time that has passed by a clock that nobody sets.
    public init(
        database: any Database, anchor: (any AuditAnchor)? = nil, now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.database = database
        self.anchor = anchor
        self.now = now
        self.uptime = uptime
    }

    /// Writes down an attempt that was refused or failed, one by one up to a bound and beyond it in sums. A database that
    /// cannot take it changes nothing for whoever was refused.
    ///
    /// - Parameter isSingle: whether it may have an entry of its own.
    public func noteAttempt(_ event: AuditEvent, by author: Author, isSingle: Bool = true) async {
        let moment = now()
        await writeSums(at: moment, all: false)
        let isWritten = allowance.withLock {
            $0.admit(
                event.kind == .signIn ? .signIn : .other, from: author.address,
                by: author.name.isEmpty ? event.subject : author.name, at: moment, isSingle: isSingle)
        }
        guard isWritten else { return }
        try? await database.write { _ = try $0.note(event, by: author, at: moment) }
    }

    /// Writes down an event of a moment with nothing else to store beside it.
    public func note(_ event: AuditEvent, by author: Author) async throws {
        let moment = now()
        try await database.write { _ = try $0.note(event, by: author, at: moment) }
    }

    /// Writes the sums of attempts that are due, or all.
    func writeSums(all: Bool = false) async { await writeSums(at: now(), all: all) }

    private func writeSums(at moment: Int64, all: Bool) async {
        let sums = allowance.withLock { $0.take(at: moment, all: all) }
        guard !sums.isEmpty else { return }
        try? await database.write { transaction in
            for sum in sums {
                try transaction.note(sum.event, by: .bangui, at: moment)
            }
        }
    }

    /// Checks the whole log now; of several who ask at once, those after the first wait for their turn.
    ///
    /// - Throws: `StorageError`.
    public func verify() async throws -> AuditReport {
        try await check.whileHeld {
            var found = try await AuditVerifier(database: database, anchor: anchor, now: now).run()
            found.anchorFailure = anchorFailure
            report.withLock { $0 = found }
            return found
        }
    }

    /// Why new entries cannot be anchored, and since when.
    public struct AnchorFailure: Hashable, Sendable {
        /// In words.
        public var words: String
        /// Since when, in UTC epoch seconds.
        public var since: Int64
        /// Whether whoever keeps the heads does not take them, rather than cannot be asked.
        public var isRefusal: Bool
    }

    /// Why new entries cannot be anchored just now; nil where they are, or where this program anchors none.
    public var anchorFailure: AnchorFailure? { failure.withLock { $0 } }

    func note(_ error: AuditAnchorError?) {
        let moment = now()
        failure.withLock { failure in
            failure = error.map {
                AnchorFailure(words: "\($0)", since: failure?.since ?? moment, isRefusal: $0.isRefusal)
            }
        }
    }

    /// What the last check of this program found; nil before the first.
    public var lastReport: AuditReport? { report.withLock { $0 } }
}

extension AuditAllowance.Sum {
    /// The entry that tells of it.
    var event: AuditEvent {
        let sources = addresses == AuditAllowance.addressLimit ? "\(addresses)+" : "\(addresses)"
        let (first, last) = (AuditMoment.text(from), AuditMoment.text(to))
        return AuditEvent(
            kind == .signIn ? .signIn : .refused, subject: AuditText.list(names), result: .refused,
            detail: "\(count) more attempts from \(sources) addresses between \(first) and \(last).")
    }
}
