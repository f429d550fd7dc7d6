/// What a backup says of itself.
public struct BackupInfo: Hashable, Sendable {
    /// The form of the file, see `SQLiteBackup.formatVersion`.
    public let formatVersion: Int
    /// The version of the BanGUI that wrote it.
    public let programVersion: String
    /// When it was written (UTC epoch seconds).
    public let madeAt: Int64
    /// The number of the schema of the database in it.
    public let schema: Int
    /// The name of the installation.
    public let setupID: String
}

/// A file beside the database, as a backup holds it.
public struct BackupFile: Hashable, Sendable {
    /// Its name without a folder; whoever restores it must know the name.
    public let name: String
    /// Its permission bits.
    public let mode: Int
    /// When its content was last changed (UTC epoch seconds).
    public let modifiedAt: Int64
    /// Its content, 64 KiB at most.
    public let content: [UInt8]

    /// Takes each part as it is.
    public init(name: String, mode: Int, modifiedAt: Int64, content: [UInt8]) {
        self.name = name
        self.mode = mode
        self.modifiedAt = modifiedAt
        self.content = content
    }
}

/// What is in a backup beside the database.
public struct BackupContents: Hashable, Sendable {
    /// What it says of itself.
    public let info: BackupInfo
    /// The files, by name.
    public let files: [BackupFile]
}

/// Why a file cannot be taken as a backup.
public enum BackupFault: Error, Equatable, Sendable {
    /// No backup of BanGUI, for the reason given.
    case notBackup(String)
    /// A damaged file, in SQLite's words.
    case damaged(String)
    /// Written in a form that only a later BanGUI knows.
    case newerFormat(found: Int, known: Int)
    /// Its database has a schema that only a later BanGUI knows.
    case newerSchema(found: Int, known: Int)
}
