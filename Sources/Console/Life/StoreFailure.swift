import Storage

/// What a failure of the database means to whoever asked.
public enum StoreFailure: Error, Equatable, Sendable {
    /// Another program holds it; worth another try in a moment.
    case busy
    /// The disk is full.
    case full
    /// Its server cannot be reached; the log has the words.
    case unreachable
    /// It is closed: the program is stopping.
    case closed
    /// Anything else; the log has the words.
    case failed
    /// A cursor that was not given out by a list.
    case malformedCursor

    /// Knows the errors of the database; nil for any other.
    public init?(_ error: any Error) {
        switch error {
        case StorageError.busy: self = .busy
        case StorageError.full: self = .full
        case StorageError.unreachable: self = .unreachable
        case StorageError.closed: self = .closed
        case is StorageError: self = .failed
        case is CursorError: self = .malformedCursor
        default: return nil
        }
    }
}
