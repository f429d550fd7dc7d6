import Logging
import Storage

/// Keeps where the bans in force are. Each is looked up once, as it enters the mirror, so that no list that is narrowed to a country or a
/// network asks for the place of every row. Bans in force are of now: other geo data moves them, while what an event remembers stays.
actor BanPlaceKeeper {
    /// Bans of one transaction, which holds the writer for some milliseconds.
    static let batch = 500
    /// Batches of one look at most, so that the mirror's own looks do not wait.
    static let batchesPerLook = 10
    /// Bans that wait for a service and are looked at again once it has answered, at most.
    static let asked = 2000
    /// The shortest pause between two batches.
    static let pause = Duration.milliseconds(5)

    private let database: any Database
    private let origins: OriginFinder
    private let logger: Logger
    private let revisions: Remembered<Int, Int64>
    /// The data that all places are by, as far as was looked.
    private var data: Int64?
    /// What places are looked up anew by, and the number behind which to go on.
    private var walk: (data: Int64, number: Int64)?
    /// The lists as they were when every ban had a place.
    private var revision: Int64?
    /// What services had told at the last look at the bans that wait for them.
    private var learned: Int64 = 0

    init(database: any Database, origins: OriginFinder, logger: Logger) {
        self.database = database
        self.origins = origins
        self.logger = logger
        revisions = Remembered(database, capacity: 1)
    }

    /// Gives a place to what has just been entered, in the same transaction. A long list waits for the next looks.
    nonisolated func place(_ effect: BanEffect, in jail: String, of host: String, _ transaction: any Transaction) throws
    {
        guard !effect.entered.isEmpty, origins.hasData else { return }
        try transaction.bans.placeNew(of: (host, jail), limit: min(effect.entered.count, Self.batch)) {
            origins.finding(of: $0, for: .capture).place
        }
    }

    /// Looks once for bans without a place, and for those whose place is by other data than there is now; tells whether any list changed.
    func look() async -> Bool {
        guard let now = origins.data else { return false }
        do {
            guard try await isBy(now) else { return try await placeAgain(by: now) }
            let isAnyPlaced = try await placeNew()
            return try await placeAsked() || isAnyPlaced
        } catch {
            logger.debug("bans were given no place", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func isBy(_ now: Int64) async throws -> Bool {
        if data != now { data = try await database.readBriefly { try $0.bans.placedBy() } }
        return data == now
    }

    private func placeNew() async throws -> Bool {
        let found = try await revisions.value(0) { try $0.bans.revision() }
        guard found != revision else { return false }
        var hasChanged = false
        for _ in 0..<Self.batchesPerLook {
            guard try await database.readBriefly({ try $0.bans.hasUnplaced() }) else {
                // What was placed just now moved the revision on; the next look finds nothing to do.
                revision = hasChanged ? nil : found
                return hasChanged
            }
            let origins = origins
            try await gently {
                try $0.bans.placeNew(limit: Self.batch) { origins.finding(of: $0, for: .capture).place }
            }
            hasChanged = true
        }
        return hasChanged
    }

    /// Gives their places to bans for which a service answered since the last look.
    private func placeAsked() async throws -> Bool {
        let now = origins.learned
        guard learned != now else { return false }
        let origins = origins
        let count = try await gently {
            try $0.bans.placeAsked(limit: Self.asked) { origins.finding(of: $0, for: .filling).place }
        }
        learned = now
        return count > 0
    }

    private func placeAgain(by now: Int64) async throws -> Bool {
        if walk?.data != now { walk = (now, 0) }
        var hasChanged = false
        for _ in 0..<Self.batchesPerLook {
            guard let number = walk?.number else { return hasChanged }
            let origins = origins
            let done = try await gently { transaction in
                let done = try transaction.bans.placeAgain(after: number, limit: Self.batch) {
                    origins.finding(of: $0, for: .filling).place
                }
                if done.next == nil { try transaction.bans.notePlaced(by: now) }
                return done
            }
            if done.changed > 0 { hasChanged = true }
            walk = done.next.map { (now, $0) }
            if walk == nil { data = now }
        }
        return hasChanged
    }

    /// Writes, and leaves the writer to others for twice as long.
    @discardableResult
    private func gently<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let began = ContinuousClock.now
        let result = try await database.write(.telemetry, body)
        try await Task.sleep(for: max((ContinuousClock.now - began) * 2, Self.pause))
        return result
    }
}
