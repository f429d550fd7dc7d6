#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
public import Storage

/// What is known at start: whether there is a configured system, and its database.
public enum Installation {
    /// Whether a system was set up.
    public enum State: Hashable, Sendable {
        /// `bootstrap.json` does not exist: setup is open, whatever else lies there.
        case needsSetup
        /// It was set up.
        case complete(Bootstrap)
    }

    /// Whether the data directory holds a finished setup.
    public static func state(in directory: DataDirectory) throws(SetupError) -> State {
        guard let bootstrap = try Bootstrap.read(DataDirectory.bootstrapFile, in: directory) else { return .needsSetup }
        return .complete(bootstrap)
    }

    /// The same for who only looks, such as root at the folder of the service's user: whoever owns the mark is not asked.
    static func seen(in directory: DataDirectory) throws(SetupError) -> State {
        let path = directory.file(DataDirectory.bootstrapFile)
        let descriptor = openFile(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return .needsSetup }
            throw .file(.failed(path: path, systemMessage(errno)))
        }
        defer { close(descriptor) }
        let bytes: [UInt8]
        do {
            bytes = try PrivateFile.content(descriptor, path)
        } catch {
            throw .file(error)
        }
        return .complete(try Bootstrap.decoded(bytes, path))
    }

    /// Whether there is a database file. Of a server nothing is known before it is asked.
    public static func databaseExists(at place: DatabasePlace) -> Bool {
        guard case .file(let path) = place else { return false }
        var status = stat()
        return stat(path, &status) == 0
    }

    /// Opens the database of a finished setup; a missing one is never made anew, and one of another setup is refused.
    ///
    /// - Parameters:
    ///   - place: `Configuration.database`.
    ///   - note: told of each step of the schema that an older database is brought forward by.
    public static func open(
        _ bootstrap: Bootstrap, at place: DatabasePlace, note: (SchemaStep) -> Void = { _ in }
    ) async throws -> any Database {
        if case .file(let path) = place {
            guard !bootstrap.isOnServer else { throw SetupError.needsDatabaseURL(shown: bootstrap.databasePath) }
            guard databaseExists(at: place) else { throw SetupError.missingDatabase(path: path) }
        }
        let database = try place.open(note: note)
        let found = try await database.read { try $0.settings.value(Bootstrap.settingKey) }
        guard found == bootstrap.setupID else {
            await database.close()
            throw SetupError.otherDatabase(path: place.shown)
        }
        return database
    }

    /// Makes this data directory one more of a system that another server has set up on the same database; gives whether
    /// there was one.
    ///
    /// - Parameters:
    ///   - place: `Configuration.database`.
    ///   - now: epoch seconds.
    public static func join(_ directory: DataDirectory, to place: DatabasePlace, now: Int64) async throws -> Bool {
        guard case .server = place, try state(in: directory) == .needsSetup else { return false }
        let database = try place.open()
        let found: String?
        do {
            found = try await database.read { try $0.settings.value(Bootstrap.settingKey) }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        guard let found else { return false }
        let bootstrap = Bootstrap(
            version: Bootstrap.knownVersion, setupID: found, databasePath: place.shown, completedAt: now)
        let text = try bootstrap.encoded()
        do throws(PrivateFileError) {
            try PrivateFile.write(text, to: directory.file(DataDirectory.bootstrapFile))
        } catch {
            throw SetupError.file(error)
        }
        return true
    }

    /// What setup and the settings page stored, for `SettingSources.stored`.
    public static func storedSettings(of bootstrap: Bootstrap, in database: any Database) async throws -> [String:
        String]
    {
        var stored = try await database.read { try $0.settings.all() }
        if !bootstrap.isOnServer { stored[SettingKey.databasePath.rawValue] = bootstrap.databasePath }
        return stored
    }
}
