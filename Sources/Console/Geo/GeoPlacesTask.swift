internal import Geo
public import Storage
internal import Synchronization

extension BackgroundTask {
    /// Gives events an origin that were stored while there was no geo data, the newest first, a few at a time. What has one keeps it.
    ///
    /// - Parameter sleep: suspends for the time, and throws when the task is cancelled.
    public static func geoPlaces(
        _ database: any Database, desk: GeoDesk,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> BackgroundTask {
        let walk = GeoWalk(database, origins: OriginFinder { desk.atlas }, sleep: sleep)
        return BackgroundTask(
            .geoPlaces, look: { _ in desk.atlas.isEmpty ? .nothing : try await walk.isNeeded() ? .work : .nothing },
            run: { context in
                guard !desk.atlas.isEmpty else { return .nothing }
                let filled = try await walk.run {
                    context.mayGoOn
                } progress: {
                    context.progress("Found it for \($0) events so far.")
                }
                guard filled.count > 0 else { return filled.isWhole ? .nothing : .unfinished(nil) }
                let words = "Found where the addresses of \(filled.count) events are."
                return filled.isWhole ? .done(words) : .unfinished(words)
            })
    }
}

/// A walk from the newest event without an origin to the oldest. Events up to one that was the last of all when a walk began, and that
/// came to its end, are not looked at again: what has none after it has no address.
final class GeoWalk: Sendable {
    /// Ids that a question looks through, which changes nothing.
    static let stretch: Int64 = 50_000
    /// Ids of a batch, which holds the writer.
    static let batch = 500
    /// The shortest pause.
    static let pause = Duration.milliseconds(15)

    private let database: any Database
    private let origins: OriginFinder
    private let sleep: @Sendable (Duration) async throws -> Void
    /// The last id that a walk has behind it.
    private let floor = Mutex<Int64>(0)

    init(
        _ database: any Database, origins: OriginFinder, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.database = database
        self.origins = origins
        self.sleep = sleep
    }

    /// Whether there is an event without an origin.
    func isNeeded() async throws -> Bool {
        let last = try await database.read { try $0.events.latestID() }
        if try await next(before: last + 1, while: { true }) != nil { return true }
        floor.withLock { $0 = max($0, last) }
        return false
    }

    /// Walks once; it ends early, with what it did, where `mayGoOn` says no.
    func run(
        while mayGoOn: @Sendable () -> Bool, progress: (Int) -> Void
    ) async throws -> (count: Int, isWhole: Bool) {
        let last = try await database.read { try $0.events.latestID() }
        var (count, end) = (0, last + 1)
        while let id = try await next(before: end, while: mayGoOn) {
            guard mayGoOn() else { return (count, false) }
            let origins = origins
            let began = ContinuousClock.now
            let filling = try await database.write(.telemetry) { transaction in
                try transaction.events.fillOrigins(before: id + 1, limit: Self.batch) { origins.origin(of: $0) }
            }
            count += filling.filled
            progress(count)
            end = id + 1 - Int64(Self.batch)
            do { try await sleep(max((ContinuousClock.now - began) * 2, Self.pause)) } catch { return (count, false) }
        }
        guard mayGoOn() else { return (count, false) }
        floor.withLock { $0 = max($0, last) }
        return (count, true)
    }

    /// The newest event without an origin before an id; nil where there is none above the floor, or it is to end.
    private func next(before end: Int64, while mayGoOn: @Sendable () -> Bool) async throws -> Int64? {
        let floor = floor.withLock { $0 }
        var end = end
        while end > floor + 1, mayGoOn(), !Task.isCancelled {
            let (first, behind) = (max(floor + 1, end - Self.stretch), end)
            let found = try await database.read {
                try $0.events.lastWithoutOrigin(from: first, before: behind)
            }
            if let found { return found }
            end = first
            if end > floor + 1 { try await sleep(Self.pause) }
        }
        return nil
    }
}
