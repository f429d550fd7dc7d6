public import Storage

/// A backup that was read wholly and can be restored.
public struct CheckedBackup: Sendable {
    /// The file.
    public let path: String
    /// What it says of itself.
    public let info: BackupInfo
    /// The mark of the setup, with the database's path as it was.
    public let bootstrap: Bootstrap
    /// The file name that the database gets in the data directory.
    public let databaseName: String
    let files: [BackupFile]

    /// The names of the files in it beside the database.
    public var fileNames: [String] { files.map(\.name) }
    /// Whether the key that signs sessions is in it.
    public var hasSecret: Bool { fileNames.contains(DataDirectory.secretFile) }

    /// Checks the file at `path`, which anyone may have written: its form, every page, the names in it.
    ///
    /// - Throws: `BackupError`; `StorageError` where the file cannot be read.
    public init(_ path: String) throws {
        guard Installation.databaseExists(at: .file(path: path)) else { throw BackupError.missing(path: path) }
        self = try BackupError.naming(path) {
            let contents = try SQLiteBackup.read(path)
            for file in contents.files {
                guard Backup.fileNames.contains(where: { $0.utf8.elementsEqual(file.name.utf8) }) else {
                    throw BackupFault.notBackup("it holds a file that is none of BanGUI's")
                }
                guard file.mode == 0o600 else { throw BackupFault.notBackup("its \(file.name) is open to others") }
            }
            let bootstrap = try Self.bootstrap(in: contents)
            guard try SQLiteBackup.setting(Bootstrap.settingKey, of: path) == bootstrap.setupID else {
                throw BackupFault.notBackup("its database is of another setup")
            }
            return CheckedBackup(
                path: path, info: contents.info, bootstrap: bootstrap,
                databaseName: try Self.name(of: bootstrap.databasePath), files: contents.files)
        }
    }

    private init(path: String, info: BackupInfo, bootstrap: Bootstrap, databaseName: String, files: [BackupFile]) {
        self.path = path
        self.info = info
        self.bootstrap = bootstrap
        self.databaseName = databaseName
        self.files = files
    }

    private static func bootstrap(in contents: BackupContents) throws(BackupFault) -> Bootstrap {
        guard let file = contents.files.first(where: { $0.name == DataDirectory.bootstrapFile }) else {
            throw .notBackup("it holds no bootstrap.json")
        }
        let bootstrap: Bootstrap
        do throws(SetupError) {
            bootstrap = try Bootstrap.decoded(file.content, file.name)
        } catch .newerBootstrap(let found, let known) {
            throw .newerFormat(found: found, known: known)
        } catch {
            throw .notBackup("its bootstrap.json cannot be read")
        }
        guard bootstrap.setupID == contents.info.setupID else { throw .notBackup("its parts are of two setups") }
        return bootstrap
    }

    /// The last part of the path, where it can be a file of the data directory and is no other file of BanGUI.
    private static func name(of path: String) throws(BackupFault) -> String {
        let name =
            path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
        let isTaken =
            DataDirectory.ownFiles.contains(name) || name == "demo" || name == RestoreStaging.name
            || name.hasPrefix(OldInstallation.prefix)
            || SQLiteFiles.suffixes.dropFirst().contains { name.hasSuffix($0) }
        let isPlain =
            !name.isEmpty && name.utf8.count <= 200 && name.utf8.first != UInt8(ascii: ".")
            && name.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
        guard isPlain, !isTaken, !Backup.isServer(path) else {
            throw .notBackup("the name of its database cannot be one")
        }
        return name
    }
}
