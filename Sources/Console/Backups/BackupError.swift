public import Storage

/// Why a backup was not made or not restored; nothing was changed then.
public enum BackupError: Error, Equatable, Sendable {
    /// The data is on a PostgreSQL server, whose own programs copy it; `directory` holds the rest.
    case onServer(directory: String)
    /// There is a file of that name already.
    case exists(path: String)
    /// That name belongs to the database or to another file of the data directory.
    case ownFile(path: String)
    /// A log of another database lies beside the name.
    case besideLog(path: String)
    /// Another backup is being written under that name.
    case underWay(path: String)
    /// There is no such backup.
    case missing(path: String)
    /// The file is no backup that can be taken.
    case fault(path: String, BackupFault)
    /// The data directory holds an installation.
    case installed(path: String)
    /// A setup is under way in the data directory at this moment.
    case setupUnderWay
    /// A file cannot be read or written.
    case file(PrivateFileError)
}

extension BackupError: CustomStringConvertible {
    /// What is wrong, the remedy.
    public var description: String {
        switch self {
        case .onServer(let directory):
            "The data is on a PostgreSQL server: copy it with pg_dump, restore it with pg_restore, "
                + "and copy bootstrap.json, session-secret and session-secret.previous of \(directory) beside it."
        case .exists(let path): "\(path): exists already; name another file, or replace it with --force"
        case .ownFile(let path): "\(path): is a file of BanGUI itself; name another"
        case .besideLog(let path): "\(path): is the log of another database; name another file for the backup"
        case .underWay(let path): "\(path): is being written by another backup; wait for its end"
        case .missing(let path): "\(path): there is no such file"
        case .fault(let path, let fault): "\(path): \(Self.words(fault)); nothing was changed"
        case .installed(let path):
            "\(path): holds an installation; restore into another folder, or set this one aside with --replace"
        case .setupUnderWay: "A setup is under way in this data directory; try again in a moment"
        case .file(let error): "\(error)"
        }
    }

    private static func words(_ fault: BackupFault) -> String {
        switch fault {
        case .notBackup(let words): "is no backup of BanGUI: \(words)"
        case .damaged(let words): "is damaged: \(words)"
        case .newerFormat(let found, let known):
            "is a backup of form \(found) of a later BanGUI, this one knows \(known); use the later program"
        case .newerSchema(let found, let known):
            "has schema \(found) of a later BanGUI, this one knows \(known); use the later program"
        }
    }

    /// Runs `body` with what it says of the file at `path` in these words; errors of the database stay as they are.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let fault as BackupFault {
            throw BackupError.fault(path: path, fault)
        } catch let error as PrivateFileError {
            throw BackupError.file(error)
        }
    }
}
