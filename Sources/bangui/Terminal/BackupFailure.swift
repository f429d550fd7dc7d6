import Console
import Storage

/// What it means on the command line that a backup was not made or not restored.
enum BackupFailure {
    /// Runs `body` with its errors in the words and the exit codes of a command.
    static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as BackupError {
            throw Failure(code(of: error), "\(error)")
        } catch let error as SetupError {
            throw Failure(.configuration, "\(error)")
        } catch let error as DataDirectoryError {
            throw Failure(.configuration, "\(error)")
        } catch StorageError.full {
            throw Failure(.failed, "The disk is full; nothing was changed.")
        }
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
