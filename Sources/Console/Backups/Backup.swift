public import Storage

/// Writes all that an installation needs into one file, while the server may run.
public struct Backup: Sendable {
    let directory: DataDirectory
    let bootstrap: Bootstrap
    let databasePath: String
    let programVersion: String
    let now: @Sendable () -> Int64

    /// What is in a backup beside the database, and nothing else ever is: no lock, no setup token, no demo.
    static let fileNames = [
        DataDirectory.bootstrapFile, DataDirectory.secretFile, DataDirectory.previousSecretFile,
    ]

    /// A backup that was written.
    public struct Report: Hashable, Sendable {
        /// The file.
        public let path: String
        /// Its size.
        public let bytes: Int64
        /// What it says of itself.
        public let info: BackupInfo
        /// The database that was copied.
        public let databasePath: String
        /// The names of the files that are in it beside the database.
        public let files: [String]

        /// Whether the key that signs sessions is in it; where not, it came from the settings.
        public var hasSecret: Bool { files.contains(DataDirectory.secretFile) }
    }

    /// - Parameters:
    ///   - bootstrap: of the data directory.
    ///   - databasePath: the file of `Configuration.database`.
    ///   - programVersion: of this program.
    ///   - now: epoch seconds.
    public init(
        directory: DataDirectory, bootstrap: Bootstrap, databasePath: String, programVersion: String,
        now: @escaping @Sendable () -> Int64
    ) {
        self.directory = directory
        self.bootstrap = bootstrap
        self.databasePath = databasePath
        self.programVersion = programVersion
        self.now = now
    }

    /// Writes the backup to `path`: checked, on the disk and for its owner only once it has that name.
    ///
    /// - Parameters:
    ///   - replacing: whether a file of that name may be replaced.
    ///   - progress: is called with the pages that were copied and all of them.
    /// - Throws: `BackupError`, `SetupError`; `StorageError` where the database cannot be read.
    public func write(
        to path: String, replacing: Bool, progress: (_ copied: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws -> Report {
        guard !Self.isServer(bootstrap.databasePath) else { throw BackupError.onServer(directory: directory.path) }
        guard Installation.databaseExists(at: .file(path: databasePath)) else {
            throw SetupError.missingDatabase(path: databasePath)
        }
        let target = try BackupTarget(path, replacing: replacing, sparing: ownFiles)
        do {
            let files = try files()
            let stamp = SQLiteBackup.Stamp(
                programVersion: programVersion, madeAt: now(), setupID: bootstrap.setupID)
            let info = try BackupError.naming(databasePath) {
                try SQLiteBackup.write(
                    databasePath, to: target.aside, files: files, stamp: stamp, progress: progress)
            }
            guard try SQLiteBackup.setting(Bootstrap.settingKey, of: target.aside) == bootstrap.setupID else {
                throw SetupError.otherDatabase(path: databasePath)
            }
            let bytes = try target.finish(replacing: replacing)
            return Report(
                path: path, bytes: bytes, info: info, databasePath: databasePath, files: files.map(\.name))
        } catch {
            target.discard()
            throw error
        }
    }

    /// Tells the audit log of a backup that was written. A database of another schema is left as it is.
    ///
    /// - Throws: `StorageError`.
    public func note(_ report: Report, by author: Author) async throws {
        guard try SQLiteBackup.look(databasePath, { _ in true }) == true else { return }
        let database = try DatabasePlace.file(path: databasePath).open()
        let event = AuditEvent(.backup, subject: report.path, after: "\(report.bytes) bytes")
        do {
            try await AuditLog(database: database, now: now).note(event, by: author)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private var ownFiles: [String] {
        DataDirectory.ownFiles.map { directory.file($0) } + SQLiteFiles.suffixes.map { databasePath + $0 }
    }

    private func files() throws -> [BackupFile] {
        try BackupError.naming(directory.path) {
            try Self.fileNames.compactMap { name in
                guard let file = try PrivateFile.read(directory.file(name)) else { return nil }
                return BackupFile(name: name, mode: 0o600, modifiedAt: file.modifiedAt, content: file.bytes)
            }
        }
    }

    /// Whether a database is named by the address of a PostgreSQL server and not by a path.
    static func isServer(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }
}
