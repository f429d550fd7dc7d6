internal import GRDB

/// Copies a database page by page by SQLite's online backup (https://www.sqlite.org/backup.html).
struct SQLiteCopy {
    let source: String
    /// An empty file, which ends as a database in one file, without a log beside it.
    let target: String
    /// Pages between two calls of `progress`: 16 MiB of 4 KiB each.
    var pagesPerStep = 4096

    /// Copies one moment of the source, whatever is written to it meanwhile, then gives the copy to `finish`.
    ///
    /// - Parameters:
    ///   - check: looks at the source in the very transaction that is copied.
    ///   - progress: is called with the pages that were copied and all of them.
    func run(
        check: (GRDB.Database) throws -> Void, progress: (Int, Int) throws -> Void,
        finish: (GRDB.Database) throws -> Void
    ) throws {
        let from = try DatabaseQueue(path: source, configuration: .untrusted(isReader: true))
        defer { try? from.close() }
        let to = try DatabaseQueue(path: target, configuration: .untrusted(isReader: false))
        // A read transaction of its own keeps the moment over all steps; without it every write of another process
        // would start the copy again.
        try from.read { source in
            try check(source)
            try to.writeWithoutTransaction { try copy(source, to: $0, progress) }
        }
        try to.writeWithoutTransaction { copy in
            try Self.leaveLog(copy)
            try finish(copy)
        }
        try to.close()
    }

    private func copy(
        _ source: GRDB.Database, to target: GRDB.Database, _ progress: (Int, Int) throws -> Void
    ) throws {
        // It becomes a backup by being renamed once it is on the disk; before that nothing of it counts.
        try target.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF")
        try withoutActuallyEscaping(progress) { progress in
            try source.backup(to: target, pagesPerStep: CInt(pagesPerStep)) {
                try progress($0.completedPageCount, $0.totalPageCount)
            }
        }
    }

    /// The mode with a log beside the file was copied with the first page.
    private static func leaveLog(_ database: GRDB.Database) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        guard mode == "delete" else { throw StorageError.failed("the copy stays in journal mode \(mode ?? "")") }
    }
}

extension Configuration {
    /// Settings of a connection to a file that anyone may have written: nothing in its schema runs functions.
    static func untrusted(isReader: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReader
        configuration.label = "bangui.backup"
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        return configuration
    }
}
