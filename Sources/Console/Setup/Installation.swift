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

    /// Whether there is a file at `path`, which is absolute or was joined to the data directory.
    public static func databaseExists(at path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// Opens the database of a finished setup; a missing one is never made anew, and one of another setup is refused.
    ///
    /// - Parameters:
    ///   - path: `Configuration.databasePath`.
    ///   - open: opens a file, such as `{ try SQLiteDatabase(path: $0) }`.
    public static func open(
        _ bootstrap: Bootstrap, at path: String, with open: @Sendable (String) throws -> any Database
    ) async throws -> any Database {
        guard databaseExists(at: path) else { throw SetupError.missingDatabase(path: path) }
        let database = try open(path)
        let found = try await database.read { try $0.settings.value(Bootstrap.settingKey) }
        guard found == bootstrap.setupID else {
            await database.close()
            throw SetupError.otherDatabase(path: path)
        }
        return database
    }

    /// What setup and the settings page stored, for `SettingSources.stored`.
    public static func storedSettings(of bootstrap: Bootstrap, in database: any Database) async throws -> [String:
        String]
    {
        var stored = try await database.read { try $0.settings.all() }
        stored[SettingKey.databasePath.rawValue] = bootstrap.databasePath
        return stored
    }
}
