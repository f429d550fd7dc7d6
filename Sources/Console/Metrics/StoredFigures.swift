internal import Host
internal import Storage
internal import Synchronization

/// What the database tells of the guarded host, in numbers.
public struct StoredFigures: Sendable {
    /// Events of one kind of a jail, of all times.
    public struct Events: Hashable, Sendable {
        /// The jail; empty for the daemon itself.
        public var jail: String
        /// The kind.
        public var kind: EventEntry.Kind
        /// The number. It does not fall when events are removed for their age.
        public var count: Int64

        /// Takes each part as it is.
        public init(jail: String, kind: EventEntry.Kind, count: Int64) {
            self.jail = jail
            self.kind = kind
            self.count = count
        }
    }

    /// Bans of the mirror by jail.
    public var bans: [(jail: String, count: Int)]
    /// Those that an action failed to enforce, by jail.
    public var notEnforced: [(jail: String, count: Int)]
    /// What happened.
    public var events: [Events]
    /// Sessions that have not ended.
    public var sessions: Int
    /// Jails that were stopped here and do not run.
    public var stopped: [StoppedJail]
}

/// Reads what the database tells, for machines that ask again and again: on the connection of questions about health, at
/// most once a second, and never twice at a time.
public final class StoredFiguresReader: Sendable {
    /// How long a reading holds, and how long one may take.
    static let age: Duration = .seconds(1)
    /// How long the sums of past days hold.
    static let sumsAge: Duration = .seconds(600)

    private struct Reading {
        var task: Task<StoredFigures?, Never>
        var began: ContinuousClock.Instant
    }

    private let database: any Database
    private let guarding: Guarding
    private let now: @Sendable () -> Int64
    private let last = Mutex<Reading?>(nil)
    private let isReading = Mutex(false)
    private let past = Mutex<(sums: EventTotals, began: ContinuousClock.Instant)?>(nil)

    init(database: any Database, guarding: Guarding, now: @escaping @Sendable () -> Int64) {
        self.database = database
        self.guarding = guarding
        self.now = now
    }

    /// What the database tells now; nil where it does not answer in time.
    public func figures() async -> StoredFigures? {
        let task = last.withLock { last in
            if let last, isReading.withLock({ $0 }) || ContinuousClock.now - last.began < Self.age { return last.task }
            isReading.withLock { $0 = true }
            let task = Task {
                defer { isReading.withLock { $0 = false } }
                return try? await read()
            }
            last = Reading(task: task, began: .now)
            return task
        }
        return await Deadline.run(Self.age, else: nil) { await task.value }
    }

    private func read() async throws -> StoredFigures {
        let (host, moment) = (guarding.host.id.text, now())
        let known = past.withLock { past in
            past.flatMap { ContinuousClock.now - $0.began < Self.sumsAge ? $0.sums : nil }
        }
        let (totals, bans, notEnforced, sessions) = try await database.read { transaction in
            let past = try known ?? transaction.events.totals(before: moment - 86_400)
            return (
                try (past: past, all: transaction.events.totals(beginning: past)),
                try transaction.bans.totals(host: host), try transaction.bans.notEnforced(host: host),
                try transaction.sessions.count(at: moment)
            )
        }
        if known == nil { past.withLock { $0 = (totals.past, .now) } }
        let jails = Jails(host: guarding.host, database: database, bans: guarding.bans)
        return StoredFigures(
            bans: bans.map { ($0.jail, $0.total) }, notEnforced: notEnforced.map { ($0.jail, $0.total) },
            events: totals.all.filter { $0.host.utf8.elementsEqual(host.utf8) }.map {
                StoredFigures.Events(jail: $0.jail, kind: EventEntry.Kind($0.kind), count: $0.count)
            }, sessions: sessions, stopped: try await jails.stopped())
    }
}
