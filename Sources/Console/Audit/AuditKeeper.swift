public import Logging
public import ServiceLifecycle
internal import Storage
internal import Synchronization

/// Anchors the head of the audit log a moment after entries were added, once a second at most, and writes sums of attempts.
public struct AuditKeeper: Service {
    let log: AuditLog
    let logger: Logger
    let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter sleep: suspends for the time, and throws when the task is cancelled.
    public init(
        _ log: AuditLog, logger: Logger,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.log = log
        self.logger = logger
        self.sleep = sleep
    }

    /// Works until the shutdown, and anchors what was done until then.
    public func run() async {
        let pace = AuditAnchoring(log, logger: logger)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                await log.writeSums()
                await pace.round()
                do { try await sleep(.seconds(1)) } catch { break }
            }
        }
        // The last round must be made although this task may be cancelled.
        await Task {
            await log.writeSums(all: true)
            await pace.round(isLast: true)
        }.value
    }
}

/// Brings the latest head of the log to its anchor.
final class AuditAnchoring: Sendable {
    private struct State {
        var moment: Moment?
        var anchored: AuditHead?
        /// The last words of a failure that were logged; nil where nothing fails.
        var told: String?
        /// What was refused last, and when; nil where nothing was.
        var refused: (at: ContinuousClock.Instant, moment: Moment?)?
    }

    /// How long what was refused waits: it is taken once time has passed, or on root's word.
    private static let pause: Duration = .seconds(30)
    /// How long it waits where the log was added to since, as it is by root's word.
    private static let shortPause: Duration = .seconds(3)

    private let log: AuditLog
    private let logger: Logger
    private let state = Mutex(State())

    init(_ log: AuditLog, logger: Logger) {
        self.log = log
        self.logger = logger
    }

    /// Anchors the head where it is another one than last time; one that cannot be anchored is tried again in the next round,
    /// one that was refused after a pause.
    ///
    /// - Parameter isLast: whether no round comes after it.
    func round(isLast: Bool = false) async {
        guard let anchor = log.anchor else { return }
        // Asked before the head is read: what is added in between is seen next time.
        let moment = try? await log.database.moment()
        guard isLast || isTime(moment) else { return }
        if let moment, state.withLock({ $0.moment == moment }) { return }
        guard let head = try? await log.database.readBriefly({ try $0.audit.head() }) else { return }
        do throws(AuditAnchorError) {
            if try await isNew(head, in: anchor) { try await anchor.append(head) }
        } catch {
            return note(error, moment)
        }
        state.withLock { $0 = State(moment: moment, anchored: head) }
        log.note(nil)
    }

    /// Whether what was refused may be tried again.
    private func isTime(_ moment: Moment?) -> Bool {
        guard let refused = state.withLock({ $0.refused }) else { return true }
        return log.uptime() - refused.at >= (moment == refused.moment ? Self.pause : Self.shortPause)
    }

    /// At the start, what was anchored before is not anchored again.
    private func isNew(_ head: AuditHead, in anchor: any AuditAnchor) async throws(AuditAnchorError) -> Bool {
        if let anchored = state.withLock({ $0.anchored }) { return anchored != head }
        return try await anchor.lastHeads(1).last?.head != head
    }

    private func note(_ error: AuditAnchorError, _ moment: Moment?) {
        log.note(error)
        let isNew = state.withLock { state in
            state.refused = error.isRefusal ? (log.uptime(), moment) : nil
            // The number in the words of a refusal grows with the log.
            let kind = error.isRefusal ? "refused" : "\(error)"
            defer { state.told = kind }
            return state.told != kind
        }
        if isNew { logger.error("the audit log cannot be anchored", metadata: ["error": "\(error)"]) }
    }
}
