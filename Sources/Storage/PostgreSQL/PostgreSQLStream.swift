internal import CPostgreSQL

/// The answers to what was sent at once: of statements that only have to succeed, then the rows of those that count, or
/// how many rows these changed.
///
/// Rows are taken from the network one by one, so that a long list is never in memory as a whole; where another
/// statement is run meanwhile, what is left is kept first.
final class PostgreSQLStream {
    private let connection: PostgreSQLConnection
    /// Statements whose answer still comes before those that count.
    private var before: Int
    private let takesRows: Bool
    private let preparation: (() -> Void)?
    private var kept: [(result: OpaquePointer, place: Int)] = []
    private var isRead = false
    private var isInConflict = false
    private var error: StorageError?
    /// How many rows the statements that count gave or changed.
    private(set) var count = 0
    /// Which of the statements that count gave the last result, from 0.
    private(set) var place = 0

    /// - Parameters:
    ///   - before: how many statements were sent before those that count.
    ///   - takesRows: whether those that count give rows.
    ///   - preparation: called when the last of those before has succeeded.
    init(
        _ connection: PostgreSQLConnection, before: Int, takesRows: Bool = true, preparation: (() -> Void)? = nil
    ) {
        self.connection = connection
        self.before = before
        self.takesRows = takesRows
        self.preparation = preparation
        connection.unread = self
        if before == 0, takesRows { PQsetSingleRowMode(connection.handle) }
    }

    deinit { finish() }

    /// The next result with rows, which the caller clears; nil after the last.
    func next() throws -> OpaquePointer? {
        if !kept.isEmpty {
            let (result, place) = kept.removeFirst()
            self.place = place
            return result
        }
        if let result = receive() {
            place = -before
            return result
        }
        if isInConflict { throw PostgreSQLConflict() }
        if let error { throw error }
        return nil
    }

    /// Takes the rest into memory, so that the connection is free for another statement.
    func keepRest() {
        // The order of the rest matters, not the way to its beginning.
        while let result = receive() { kept.append((result, -before)) }
    }

    /// Reads and drops the rest.
    func finish() {
        for (result, _) in kept { PQclear(result) }
        kept = []
        while let result = receive() { PQclear(result) }
    }

    /// The next result with rows from the network; nil when all has been read, also after an error.
    private func receive() -> OpaquePointer? {
        while !isRead {
            guard let result = PQgetResult(connection.handle) else {
                passStatement()
                continue
            }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                end()
            case PGRES_SINGLE_TUPLE:
                return result
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                if before <= 0 { count += Int(String(cString: PQcmdTuples(result))) ?? 0 }
                if before == 1 { preparation?() }
                if before <= 0, !takesRows, PQnfields(result) > 0 {
                    error = error ?? .failed("the statement gives rows")
                }
            case PGRES_PIPELINE_ABORTED:
                break
            default:
                note(result)
            }
            PQclear(result)
        }
        return nil
    }

    /// libpq gives a null pointer between the answers of two statements, and for ever on a lost connection.
    private func passStatement() {
        guard !connection.isBroken else {
            error = error ?? .unreachable(connection.words)
            return end()
        }
        before -= 1
        if before <= 0, takesRows { PQsetSingleRowMode(connection.handle) }
    }

    private func note(_ result: OpaquePointer) {
        guard error == nil else { return }
        // What has no code is libpq's own word, such as that the connection was lost.
        let isLoss = connection.isBroken && PQresultErrorField(result, CInt(("C" as Unicode.Scalar).value)) == nil
        error = isLoss ? .unreachable(connection.words) : StorageError(postgreSQL: result)
        isInConflict = StorageError.isConflict(result)
        if connection.isBroken { end() }
    }

    private func end() {
        isRead = true
        if connection.unread === self { connection.unread = nil }
    }
}
