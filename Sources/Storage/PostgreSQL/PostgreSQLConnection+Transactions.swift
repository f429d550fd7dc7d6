extension PostgreSQLConnection {
    /// Times that a write is begun anew when the server gave it up for another's sake.
    private static let tries = 3

    /// Waits until no other program writes, and keeps the others from it until the transaction ends; the next statement
    /// sees all that was written before. SQLite has one writer at a time, and what repositories read before they write
    /// relies on it; numbers that grow also become visible in their order by it. The first of the two numbers is
    /// BanGUI's own: “ban” in ASCII.
    private static let takingTurn = "SELECT pg_advisory_xact_lock(6447470, 1)"

    /// Runs `body` in one read transaction. Its end is sent and not waited for.
    func read<Result>(_ body: (any Transaction) throws -> Result) throws -> Result {
        let transaction = PostgreSQLTransaction(
            self, beginning: ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"])
        defer { if transaction.hasBegun { leave("COMMIT") } }
        return try told { try body(transaction) }
    }

    /// Runs `body` in one write transaction, alone among all that write to this database.
    ///
    /// - Parameters:
    ///   - end: how long it may wait for another's lock, where that is sooner than the connection's own patience.
    ///   - farewell: statements that are run with the commit, in the same transaction.
    func write<Result>(
        _ durability: Durability, until end: ContinuousClock.Instant? = nil, farewell: [String] = [],
        _ body: (any Transaction) throws -> Result
    ) throws -> Result {
        for _ in 1..<Self.tries {
            do {
                return try writeOnce(durability, end, farewell, body)
            } catch is PostgreSQLConflict {}
        }
        return try told { try writeOnce(durability, end, farewell, body) }
    }

    private func writeOnce<Result>(
        _ durability: Durability, _ end: ContinuousClock.Instant?, _ farewell: [String],
        _ body: (any Transaction) throws -> Result
    ) throws -> Result {
        var beginning = ["BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"]
        // What waited for a connection has that much less for the lock. 0 would be for ever.
        if let left = end.map({ ContinuousClock.now.duration(to: $0) }) {
            beginning.append("SET LOCAL lock_timeout = \(max(1, Int(left / .milliseconds(1))))")
        }
        beginning.append(Self.takingTurn)
        if durability == .telemetry { beginning.append("SET LOCAL synchronous_commit = off") }
        let transaction = PostgreSQLTransaction(self, beginning: beginning)
        do {
            let result = try body(transaction)
            // A body that went on after an error must not take for written what PostgreSQL has given up.
            if let failure = transaction.failure { throw failure }
            if transaction.hasBegun { try run(farewell + ["COMMIT"]) }
            return result
        } catch {
            if transaction.hasBegun, !isBroken { try? run(["ROLLBACK"]) }
            throw error
        }
    }

    private func told<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch is PostgreSQLConflict {
            throw StorageError.busy
        }
    }
}
