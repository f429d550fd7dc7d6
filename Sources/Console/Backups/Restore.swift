public import Storage

/// Makes an installation of a backup, wholly or not at all.
///
/// The order: all is made ready in `restore.partial`; what is in the data directory gets second names in
/// `before-restore-TIME`; its first names go, `bootstrap.json` before all others; the new files are renamed into their
/// place, `bootstrap.json` last, which is the commit point. Cut off, there is the old installation, or none with the old
/// one whole in `before-restore-TIME`; the same restore can then be run again.
public struct Restore: Sendable {
    let directory: DataDirectory
    let author: Author
    let now: @Sendable () -> Int64
    /// Has root vouch for the head of the restored audit log; nil where nobody can.
    let vouch: (@Sendable (AuditHead) throws -> Void)?
    /// Called after each step; throws to cut the restore off there.
    var after: @Sendable (RestoreStep) throws -> Void = { _ in }

    /// What was done.
    public struct Report: Hashable, Sendable {
        /// What the backup says of itself.
        public let info: BackupInfo
        /// The restored database.
        public let databasePath: String
        /// Where it was when the backup was made: a path as it stood in `bootstrap.json`.
        public let formerDatabasePath: String
        /// The files that were restored beside the database.
        public let files: [String]
        /// Where that lies which was in the folder before; nil where nothing was.
        public let aside: String?
        /// The database of the old installation, where that was not in the folder and stays where it is.
        public let oldDatabase: String?
        /// Whether root's file has the restored audit log on record.
        public let isVouched: Bool

        /// Whether the database lies elsewhere than before.
        public var isMoved: Bool { formerDatabasePath != Self.name(of: databasePath) }

        private static func name(of path: String) -> String {
            path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
        }
    }

    /// - Parameters:
    ///   - directory: prepared by `DataDirectory.prepare`; no server may run on it.
    ///   - author: who restores, for the audit log.
    ///   - vouch: has root vouch for the head of the restored audit log, which ends with the entry of the restore; called
    ///     before anything is changed, and what it throws ends the restore.
    ///   - now: epoch seconds.
    public init(
        directory: DataDirectory, by author: Author, vouch: (@Sendable (AuditHead) throws -> Void)? = nil,
        now: @escaping @Sendable () -> Int64
    ) {
        self.directory = directory
        self.author = author
        self.vouch = vouch
        self.now = now
    }

    /// Restores. Nobody is signed in afterwards: a list of sign-ins of the past would let those in again that ended since.
    ///
    /// - Parameters:
    ///   - replacing: whether an installation that is there may be set aside.
    ///   - progress: is called with the pages of the database that were copied and all of them.
    /// - Throws: `BackupError`; `StorageError` where the database cannot be written.
    public func run(
        _ backup: CheckedBackup, replacing: Bool,
        progress: (_ copied: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws -> Report {
        let lock = try lock()
        guard replacing || !directory.holds(DataDirectory.bootstrapFile) else {
            throw BackupError.installed(path: directory.path)
        }
        if let mark = try? Bootstrap.read(DataDirectory.bootstrapFile, in: directory),
            Backup.isServer(mark.databasePath)
        {
            throw BackupError.onServer(directory: directory.path)
        }
        let report = try BackupError.naming(backup.path) { try run(backup, progress) }
        _ = consume lock
        return report
    }

    /// Removes what a restore that was cut off left beside an installation. No restore may be under way.
    public static func removeLeftovers(in directory: DataDirectory) {
        try? RestoreStaging(directory).clear()
        OldInstallation.forgetTwins(in: directory)
    }

    private func run(_ backup: CheckedBackup, _ progress: (Int, Int) throws -> Void) throws -> Report {
        OldInstallation.forgetTwins(in: directory)
        let staging = RestoreStaging(directory)
        let old = OldInstallation(directory, databaseName: backup.databaseName)
        let former = formerHead
        try Self.tidying(staging) {
            var head: AuditHead?
            try staging.fill(backup, progress) { head = try note(backup, former, $0) }
            if let head { try vouch?(head) }
        }
        try after(.staged)
        let kept = try Self.tidying(staging) { try old.keep(in: staging.old, at: now()) }
        try after(.kept)
        try old.unmark()
        try after(.unmarked)
        try old.remove(kept)
        try after(.removed)
        try staging.place(backup)
        try after(.placed)
        try staging.mark()
        try after(.marked)
        // The restore counts; what stays is removed at the next start.
        try? staging.clear()
        return Report(
            info: backup.info, databasePath: directory.file(backup.databaseName),
            formerDatabasePath: backup.bootstrap.databasePath, files: backup.fileNames, aside: kept?.folder,
            oldDatabase: kept == nil ? nil : old.databaseElsewhere, isVouched: vouch != nil)
    }

    /// Tells the restored audit log of the restore: it goes on from where it was when the backup was made, and the end of
    /// the log that it replaces is named, so that what was anchored of that is no riddle.
    private func note(
        _ backup: CheckedBackup, _ former: AuditHead?, _ transaction: any Transaction
    ) throws -> AuditHead {
        let last = try transaction.audit.head()?.sequence ?? 0
        let event = AuditEvent(
            .restore, subject: backup.path, before: former?.line, after: "goes on from entry \(last)",
            detail: "The backup was made at \(AuditMoment.text(backup.info.madeAt)).")
        return try transaction.note(event, by: author, at: now())
    }

    /// The end of the audit log that is there; nil where there is none that can be read.
    private var formerHead: AuditHead? {
        guard let mark = try? Bootstrap.read(DataDirectory.bootstrapFile, in: directory) else { return nil }
        let head = try? SQLiteBackup.look(directory.file(mark.databasePath)) { try $0.audit.head() }
        return head?.flatMap { $0 }
    }

    /// Runs `body`; what is ready so far is of no use when it fails, and may be what fills the disk.
    private static func tidying<Result>(_ staging: RestoreStaging, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            try? staging.clear()
            throw error
        }
    }

    private func lock() throws(BackupError) -> SetupLock {
        do throws(SetupError) {
            return try SetupLock(directory)
        } catch .file(let error) {
            throw .file(error)
        } catch {
            throw .setupUnderWay
        }
    }
}

/// The moments after which a restore can be cut off; for tests that do so.
enum RestoreStep: CaseIterable, Sendable {
    case staged, kept, unmarked, removed, placed, marked
}
