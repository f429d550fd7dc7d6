internal import GRDB

extension StorageError {
    /// What an error of SQLite means; any other error (of a body, of a cancelled task) is left as it is.
    static func translating(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return StorageError(error)
    }

    /// What an error of SQLite means. Codes: https://www.sqlite.org/rescode.html
    init(_ error: DatabaseError) {
        let words = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .busy
        case .SQLITE_FULL:
            self = .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(words)
        case .SQLITE_CONSTRAINT:
            self = .constraint(words)
        default:
            // The extended code tells a failing disk from a file that was taken away.
            self = .failed("\(words) (\(error.extendedResultCode.rawValue))")
        }
    }
}
