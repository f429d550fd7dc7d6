/// When the last backup was made, by a small file of the data directory: what the doctor knows of backups.
public struct BackupMark: Sendable {
    private let directory: DataDirectory
    private var path: String { directory.file(DataDirectory.lastBackupFile) }

    /// The mark of a data directory.
    public init(_ directory: DataDirectory) { self.directory = directory }

    /// Notes a backup that was just written. One that cannot be noted is one all the same.
    ///
    /// - Parameter moment: UTC epoch seconds.
    public func note(at moment: Int64) { try? PrivateFile.write(Array("\(moment)\n".utf8), to: path) }

    /// When the last one was made, in UTC epoch seconds; nil where none is known of.
    func moment() -> Int64? {
        FileFacts.text(path, limit: 32).flatMap { text in Int64(text.prefix { $0 != "\n" }) }
    }
}
