internal import FoundationEssentials

/// The mark of a finished setup, `bootstrap.json` of the data directory.
public struct Bootstrap: Codable, Hashable, Sendable {
    /// The version of this file's form that we write and know.
    public static let knownVersion = 1

    /// The form of the file.
    public let version: Int
    /// The name of this installation, also a row of its database.
    public let setupID: String
    /// The database file; a relative path starts at the data directory. For a server its address as it may be shown.
    public let databasePath: String
    /// When the setup was finished, in epoch seconds.
    public let completedAt: Int64

    /// Whether the database is on a server.
    public var isOnServer: Bool { databasePath.hasPrefix("postgres://") }

    /// The row of `settings` that holds the setup's name.
    static let settingKey = "setup.id"

    func encoded() throws(SetupError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { throw .damagedBootstrap(path: databasePath) }
        return Array(data) + [10]
    }

    /// Reads the file of that name; nil where there is none.
    static func read(_ name: String, in directory: DataDirectory) throws(SetupError) -> Bootstrap? {
        let path = directory.file(name)
        let file: PrivateFile.Status?
        do {
            file = try PrivateFile.read(path)
        } catch {
            throw .file(error)
        }
        guard let file else { return nil }
        return try decoded(file.bytes, path)
    }

    /// Reads the content of the file, which lies at `path`.
    static func decoded(_ bytes: [UInt8], _ path: String) throws(SetupError) -> Bootstrap {
        guard let bootstrap = try? JSONDecoder().decode(Bootstrap.self, from: Data(bytes)),
            !bootstrap.setupID.isEmpty, !bootstrap.databasePath.isEmpty
        else { throw .damagedBootstrap(path: path) }
        guard bootstrap.version <= knownVersion else {
            throw .newerBootstrap(found: bootstrap.version, known: knownVersion)
        }
        return bootstrap
    }
}
