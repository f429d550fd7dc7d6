/// A store of rows behind read and write transactions, the same for every driver.
///
/// Statements are portable SQL with parameters bound by name (`:name`): positional binding gives numbers by first
/// appearance on one driver and by digit on the other.
public protocol Database: Sendable {
    /// Runs `body` in one read transaction: it sees one moment of the data.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Like `read`, for a body that takes less than a millisecond, such as a look at one row or at one page: a driver
    /// may run it on the calling thread.
    func readBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// The state of the data now; nil where the driver cannot tell it without reading rows.
    func moment() async throws -> Moment?

    /// Runs `body` in one write transaction, committed when it returns and rolled back when it throws.
    func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Like `write` of telemetry, for a body that takes less than a millisecond: a driver may run it on the calling thread
    /// where nothing else is being written.
    func writeBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// A value for each time that this server or another may have committed something, and one at the beginning; several
    /// that were not taken are one. It ends when the database closes, and at once where no other server can use it.
    func changes() -> AsyncStream<Void>

    /// The right to be the only one of all servers on this database to do something. It is tried for from now on, and given
    /// back when the database closes.
    func lease(_ name: String) -> any Lease

    /// Has the database count anew what its planner goes by, where that has changed much since it was counted last, and in
    /// `tables` in any case where the driver can. Gives the names of the tables that were counted. No write waits for it for
    /// long.
    func refreshStatistics(of tables: [String]) async throws -> [String]

    /// Finishes what is under way and closes; after it every call throws `StorageError.closed`.
    func close() async
}

extension Database {
    /// Tells nothing.
    public func moment() async throws -> Moment? { nil }

    /// Counts nothing.
    public func refreshStatistics(of tables: [String]) async throws -> [String] { [] }

    /// Tells of nobody else.
    public func changes() -> AsyncStream<Void> { AsyncStream { $0.finish() } }

    /// Nobody else is there.
    public func lease(_ name: String) -> any Lease { HeldLease() }

    /// Reads as `read` does.
    public func readBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await read(body)
    }

    /// Writes as `write` does.
    public func writeBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await write(.telemetry, body)
    }

    /// Runs `body` in one write transaction that survives a power cut once this returns.
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await write(.acknowledged, body)
    }
}

/// What a committed write must survive.
public enum Durability: Sendable {
    /// Told to a person as done: on the disk before the call returns.
    case acknowledged
    /// Can be learnt again: survives kill -9, may lose the last moments in a power cut.
    case telemetry
}

/// One open transaction; valid inside the closure that it was given to only.
public protocol Transaction {
    /// Whether the database takes the first rows of a sorted UNION ALL from the index of each part. Where it does not, each
    /// part has to say by itself how it is sorted and cut.
    var mergesSortedParts: Bool { get }

    /// How the database indexes words.
    var lineIndexForm: LineIndexForm { get }

    /// Runs a statement that gives no rows and gives the number of rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [String: Value]) throws -> Int

    /// Runs a statement that gives no rows once for each of many sets of values, as `execute` would, at less cost for
    /// each; gives the number of rows that were changed in all.
    ///
    /// - Parameters:
    ///   - names: the parameters of the statement, each of them once.
    ///   - values: their values in the order of `names`, one set after the other.
    @discardableResult
    func executeMany(_ sql: String, _ names: [String], values: [Value]) throws -> Int

    /// Runs `body` for each row of a query, in order; the row is valid during the call only.
    func forEach(_ sql: String, _ arguments: [String: Value], _ body: (any Row) throws -> Void) throws

    /// Asks a query once with each of many sets of values, as `forEach` would, at less cost for each, and runs `body` with
    /// the place of the set, from 0, for each row. The query must not depend on what `body` writes.
    ///
    /// - Parameters:
    ///   - names: the parameters of the statement, each of them once.
    ///   - values: their values in the order of `names`, one set after the other.
    func forEachOfMany(
        _ sql: String, _ names: [String], values: [Value], _ body: (Int, any Row) throws -> Void) throws
}

extension Transaction {
    /// It does.
    public var mergesSortedParts: Bool { true }

    /// As SQLite does.
    public var lineIndexForm: LineIndexForm { .fts5 }

    /// Runs the statement once for each set of values.
    @discardableResult
    public func executeMany(_ sql: String, _ names: [String], values: [Value]) throws -> Int {
        var changed = 0
        for start in stride(from: 0, to: values.count, by: max(names.count, 1)) {
            let pairs = zip(names, values[start...])
            changed += try execute(sql, Dictionary(uniqueKeysWithValues: pairs.map { ($0, $1) }))
        }
        return changed
    }

    /// Asks once for each set of values.
    public func forEachOfMany(
        _ sql: String, _ names: [String], values: [Value], _ body: (Int, any Row) throws -> Void
    ) throws {
        for (place, start) in stride(from: 0, to: values.count, by: max(names.count, 1)).enumerated() {
            let pairs = zip(names, values[start...])
            try forEach(sql, Dictionary(uniqueKeysWithValues: pairs.map { ($0, $1) })) { try body(place, $0) }
        }
    }

    /// The rows of a query, each made by `map`.
    public func rows<Element>(
        _ sql: String, _ arguments: [String: Value] = [:], _ map: (any Row) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try forEach(sql, arguments) { elements.append(try map($0)) }
        return elements
    }

    /// The first row of a query, made by `map`; nil where there is none.
    public func first<Element>(
        _ sql: String, _ arguments: [String: Value] = [:], _ map: (any Row) throws -> Element
    ) throws -> Element? {
        try rows(sql, arguments, map).first
    }
}

/// One row of a result; columns are counted from 0.
public protocol Row {
    /// Whether the column is null.
    func isNull(_ column: Int) -> Bool
    /// The column as an integer; 0 where it is null.
    func integer(_ column: Int) -> Int64
    /// The column as text; empty where it is null.
    func text(_ column: Int) -> String
    /// The column as bytes; empty where it is null.
    func bytes(_ column: Int) -> [UInt8]
    /// Gives the column's bytes without a copy, valid during the call only.
    func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension Row {
    /// The column as an integer, nil where it is null.
    public func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    /// The column as text, nil where it is null.
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
}

/// A value bound to a parameter.
public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// Why the database did not do what it was asked.
public enum StorageError: Error, Equatable, Sendable {
    /// Another process or transaction held it for too long.
    case busy
    /// The disk is full.
    case full
    /// The disk failed, in the system's words.
    case failed(String)
    /// The file is not a database, or a damaged one.
    case damaged(String)
    /// The file was written by a later BanGUI.
    case newerSchema(found: Int, known: Int)
    /// A rule of the schema refused the rows, named by the database.
    case constraint(String)
    /// The server of the database cannot be reached, or was lost on the way, in its words: whether a write that was under
    /// way counts is not known.
    case unreachable(String)
    /// The database was closed.
    case closed
}
