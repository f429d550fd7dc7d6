internal import Glibc
internal import GRDB

/// One numbered step of the schema; never edited once released.
struct Migration: Sendable {
    let number: Int
    let sql: String

    /// Every step, in order, numbered from 1 without gaps.
    static let all: [Migration] = [
        .first, .undoing, .operationLog, .banRenewals, .events, .eventIndex, .eventIntervals,
        .eventSums, .preferences, .audit, .apiTokens, .programSessions, .taskRuns, .recoveries,
        .eventOrigins, .lineIndex, .geoCache, .banPlaces, .eventUpkeep, .eventSumIndex,
    ]
}

/// Brings a database up to the schema of this program, forward only.
struct Migrator {
    let path: String
    let pool: DatabasePool

    /// Runs what is pending, each step in a transaction of its own, after a copy where there is data.
    func run(_ migrations: [Migration], note: (SchemaStep) -> Void = { _ in }) throws {
        let found = try pool.read { try Self.version($0) }
        try Self.check(found, known: migrations)
        let pending = migrations.filter { $0.number > found }
        guard let next = pending.first else { return }
        if found > 0 { try copy(before: next.number) }
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            for migration in pending {
                if found > 0 { note(SchemaStep(number: migration.number, last: migrations.count)) }
                try Self.apply(migration, to: database)
            }
            // The state of `SQLiteDatabase` begins as unknown, so its first write sets this again.
        }
    }

    /// The number of the last step that was run; 0 in a new file.
    static func version(_ database: GRDB.Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Throws where the file was written by a later program.
    static func check(_ found: Int, known migrations: [Migration]) throws {
        let known = migrations.last?.number ?? 0
        guard found <= known else { throw StorageError.newerSchema(found: found, known: known) }
    }

    /// Runs one step, unless another process did so in the meantime.
    static func apply(_ migration: Migration, to database: GRDB.Database) throws {
        try database.inTransaction(.immediate) {
            guard try version(database) < migration.number else { return .rollback }
            try database.execute(sql: migration.sql)
            try database.execute(sql: "PRAGMA user_version = \(migration.number)")
            return .commit
        }
    }

    /// Copies the database to `NAME.before-N`, whole or not at all.
    private func copy(before number: Int) throws {
        let target = "\(path).before-\(number)"
        let partial = target + ".partial"
        unlink(partial)
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(partial) }
        defer { _ = Glibc.close(descriptor) }
        let copy = try DatabaseQueue(path: partial)
        try pool.backup(to: copy)
        try copy.close()
        guard fsync(descriptor) == 0, rename(partial, target) == 0 else { throw failure(target) }
    }

    private func failure(_ path: String) -> StorageError {
        .failed("\(path): \(String(cString: strerror(errno)))")
    }
}
