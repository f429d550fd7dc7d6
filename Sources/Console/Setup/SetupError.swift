/// Why there is no configured system, or none can be made.
public enum SetupError: Error, Equatable, Sendable {
    /// Setup was finished before: an answer of 409.
    case alreadyComplete
    /// Another setup is under way at this moment: an answer of 409.
    case inProgress
    /// The one-time token is not the one that was printed.
    case wrongToken
    /// Values that are not taken, all of them.
    case invalid([FieldFault])
    /// The database holds accounts of another installation; it was not touched.
    case foreignDatabase(path: String)
    /// The database that `bootstrap.json` names is not there.
    case missingDatabase(path: String)
    /// The database belongs to another setup than `bootstrap.json`.
    case otherDatabase(path: String)
    /// The database of this setup is on a server, and none is named.
    case needsDatabaseURL(shown: String)
    /// `bootstrap.json` cannot be read.
    case damagedBootstrap(path: String)
    /// `bootstrap.json` was written by a later BanGUI.
    case newerBootstrap(found: Int, known: Int)
    /// A file cannot be read or written.
    case file(PrivateFileError)
    /// Too many passwords are being looked at: an answer of 429.
    case busy

    /// EX_CONFIG of sysexits.h, for those that stop a start.
    public static let exitCode: Int32 = 78
}

/// One value of the setup that is not taken.
public struct FieldFault: Hashable, Sendable {
    /// `username`, `password` or the key of a setting.
    public let field: String
    /// What is wrong and what would be right.
    public let message: String
}

extension SetupError: CustomStringConvertible {
    /// One line: what is wrong, the remedy.
    public var description: String {
        switch self {
        case .alreadyComplete: "setup was finished before; sign in, or use: bangui user add"
        case .inProgress: "another setup is under way; try again in a moment"
        case .wrongToken:
            "the setup token is wrong; take the one that the server printed (also in setup-token of data_dir)"
        case .invalid(let faults): faults.map { "\($0.field): \($0.message)" }.joined(separator: "; ")
        case .foreignDatabase(let path):
            "\(path): holds accounts of another installation; "
                + "name another database_path, or restore that installation's bootstrap.json"
        case .missingDatabase(let path):
            "\(path): the database of this installation is missing; "
                + "restore it from the backup, or remove bootstrap.json to set up anew"
        case .otherDatabase(let path):
            "\(path): is the database of another setup than bootstrap.json; "
                + "correct database_path or restore the right one"
        case .needsDatabaseURL(let shown):
            "the database of this installation is \(shown); name it, with its password, in database_url"
        case .damagedBootstrap(let path): "\(path): cannot be read; restore it from the backup"
        case .newerBootstrap(let found, let known):
            "bootstrap.json has version \(found), this program knows \(known); use the newer program"
        case .file(let error): "\(error)"
        case .busy: "too many sign-ins at this moment; try again in a few seconds"
        }
    }
}
