import Console
import Foundation
import Storage

/// What it means on the command line that a backup was not made or not restored.
enum BackupFailure {
    /// Runs `body` with its errors in the words and the exit codes of a command.
    static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as BackupError {
            let code = code(of: error)
            throw Failure(code, "\(error)" + (code == .notPermitted && geteuid() != 0 ? account : ""))
        } catch let error as SetupError {
            throw Failure(.configuration, "\(error)")
        } catch let error as DataDirectoryError {
            throw Failure(.configuration, "\(error)")
        } catch StorageError.full {
            throw Failure(.failed, "The disk is full; nothing was changed.")
        }
    }

    /// Root's commands go on as the owner of the data, too.
    private static var account: String {
        let name = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
        return "; this goes on as \(name), who owns the data: name a folder that \(name) may write to"
    }

    private static func code(of error: BackupError) -> Failure.Code {
        switch error {
        case .exists, .ownFile, .besideLog, .underWay, .installed: .conflict
        case .missing: .notFound
        case .setupUnderWay: .tryAgain
        case .onServer, .fault: .configuration
        case .file(.failed(_, let words)):
            // The system's words are all that is left of its code.
            words == "No such file or directory"
                ? .notFound
                : ["Permission denied", "Operation not permitted"].contains(words) ? .notPermitted : .failed
        case .file: .notPermitted
        }
    }
}
