internal import Fail2ban
internal import Geo
internal import Storage
internal import Synchronization

/// A walk from the newest event without an origin to the oldest. What has none after a walk, and is no address that a service is
/// asked about, is not looked at again: it has no address.
final class GeoWalk: Sendable {
    private struct State {
        /// Events up to this id have an origin, or no address.
        var floor: Int64 = 0
        /// Events up to this id were looked at with what was known then.
        var seen: Int64 = 0
        var knowledge: Knowledge?

        /// Up to where nothing is to be looked at with what is known now.
        func behind(_ known: Knowledge) -> Int64 { knowledge == known ? max(floor, seen) : floor }
    }

    /// By what another look may find more than the one before.
    private struct Knowledge: Equatable {
        var files: Int64
        var learned: Int64
    }

    /// Ids that a question looks through, which changes nothing.
    static let stretch: Int64 = 50_000
    /// Ids of a batch, which holds the writer.
    static let batch = 500
    /// The shortest pause.
    static let pause = Duration.milliseconds(15)

    private let database: any Database
    private let desk: GeoDesk
    private let origins: OriginFinder
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())

    init(_ database: any Database, desk: GeoDesk, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.database = database
        self.desk = desk
        origins = OriginFinder(desk)
        self.sleep = sleep
    }

    private var knowledge: Knowledge { Knowledge(files: desk.changes, learned: desk.online.learned) }

    /// Whether a service is to answer before more can be found: it is asked about as many as there is room for, and no file knows any.
    private var isStuck: Bool { desk.atlas.isEmpty && !desk.online.hasRoom }

    /// Whether files are there that were not when events were last looked at.
    var hasOtherFiles: Bool {
        let files = desk.changes
        return files > 0 && !desk.atlas.isEmpty && state.withLock { $0.knowledge?.files != files }
    }

    /// Whether there is an event without an origin for which one may be found.
    func isNeeded() async throws -> Bool {
        guard origins.hasData, !isStuck else { return false }
        let knowledge = knowledge
        let last = try await database.read { try $0.events.latestID() }
        let bottom = state.withLock { $0.behind(knowledge) }
        if try await next(before: last + 1, behind: bottom, while: { true }) != nil { return true }
        settle(last: last, behind: bottom, knowledge, waiting: nil)
        return false
    }

    /// Whether few events are to be looked at.
    func isShort() async throws -> Bool {
        let last = try await database.read { try $0.events.latestID() }
        let knowledge = knowledge
        return last - state.withLock { $0.behind(knowledge) } <= Self.stretch
    }

    /// Walks once; it ends early, with what it did, where `mayGoOn` says no.
    func run(
        while mayGoOn: @Sendable () -> Bool, progress: (Int) -> Void
    ) async throws -> (count: Int, isWhole: Bool) {
        let knowledge = knowledge
        let last = try await database.read { try $0.events.latestID() }
        let bottom = state.withLock { $0.behind(knowledge) }
        var (count, end) = (0, last + 1)
        var waiting: Int64?
        while let id = try await next(before: end, behind: bottom, while: mayGoOn) {
            guard mayGoOn() else { return (count, false) }
            // The rest is looked at once the service has answered.
            guard !isStuck else { return (count, true) }
            let began = ContinuousClock.now
            let done = try await fill(before: id + 1)
            count += done.filled
            progress(count)
            end = id + 1 - Int64(Self.batch)
            if done.isWaiting { waiting = max(1, end) }
            do { try await sleep(max((ContinuousClock.now - began) * 2, Self.pause)) } catch { return (count, false) }
        }
        guard mayGoOn() else { return (count, false) }
        settle(last: last, behind: bottom, knowledge, waiting: waiting)
        return (count, true)
    }

    /// Looks at one batch of events.
    private func fill(before end: Int64) async throws -> (filled: Int, isWaiting: Bool) {
        let origins = origins
        return try await database.write(.telemetry) { transaction in
            var isWaiting = false
            let filling = try transaction.events.fillOrigins(before: end, limit: Self.batch) { id in
                let finding = origins.finding(of: id, for: .filling)
                if finding == .waiting { isWaiting = true }
                return finding.origin
            }
            return (filling.filled, isWaiting)
        }
    }

    /// All events behind `bottom` up to the last were looked at.
    ///
    /// - Parameter waiting: before this one none of them waits for a service; nil where none does.
    private func settle(last: Int64, behind bottom: Int64, _ known: Knowledge, waiting: Int64?) {
        state.withLock { state in
            if bottom <= state.floor { state.floor = max(state.floor, waiting.map { $0 - 1 } ?? last) }
            (state.seen, state.knowledge) = (max(state.seen, last), known)
        }
    }

    /// The newest event without an origin before an id; nil where there is none behind `bottom`, or it is to end.
    private func next(
        before end: Int64, behind bottom: Int64, while mayGoOn: @Sendable () -> Bool
    ) async throws -> Int64? {
        var end = end
        while end > bottom + 1, mayGoOn(), !Task.isCancelled {
            let (first, behind) = (max(bottom + 1, end - Self.stretch), end)
            let found = try await database.read {
                try $0.events.lastWithoutOrigin(from: first, before: behind)
            }
            if let found { return found }
            end = first
            if end > bottom + 1 { try await sleep(Self.pause) }
        }
        return nil
    }
}
