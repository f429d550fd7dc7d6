internal import CPostgreSQL

/// An open transaction on one connection. It begins with its first statement.
final class PostgreSQLTransaction: Transaction {
    fileprivate let connection: PostgreSQLConnection
    private let beginning: [String]
    private(set) var hasBegun = false
    /// PostgreSQL plans each part by itself and sorts all of their rows.
    let mergesSortedParts = false
    let lineIndexForm = LineIndexForm.vectors
    /// The first error of a statement: PostgreSQL does nothing more in this transaction.
    private(set) var failure: (any Error)?

    /// - Parameter beginning: the statements that begin it.
    init(_ connection: PostgreSQLConnection, beginning: [String]) {
        self.connection = connection
        self.beginning = beginning
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [String: Value]) throws -> Int {
        try run(sql, arguments) { _ in }
    }

    func forEach(_ sql: String, _ arguments: [String: Value], _ body: (any Row) throws -> Void) throws {
        try run(sql, arguments, body)
    }

    @discardableResult
    private func run(_ sql: String, _ arguments: [String: Value], _ body: (any Row) throws -> Void) throws -> Int {
        if let failure { throw failure }
        let stream = try noting { try send(sql, arguments) }
        defer { stream.finish() }
        while let result = try noting({ try stream.next() }) {
            defer { PQclear(result) }
            for row in 0..<PQntuples(result) { try body(PostgreSQLRow(result: result, row: row)) }
        }
        return stream.count
    }

    fileprivate func noting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            failure = failure ?? error
            throw error
        }
    }

    private func send(_ sql: String, _ arguments: [String: Value]) throws -> PostgreSQLStream {
        connection.unread?.keepRest()
        let statement = try statement(sql)
        let values = try statement.text.names.map { name in
            guard let value = arguments[name] else { throw StorageError.failed("no value for :\(name)") }
            return value
        }
        return try send(statement, types: statement.types(of: values), [values], takesRows: true)
    }

    /// Sends a statement with one or many sets of values, after what has to come before it.
    fileprivate func send(
        _ statement: PostgreSQLStatements.Statement, types: [Oid], _ sets: [[Value]], takesRows: Bool
    ) throws -> PostgreSQLStream {
        connection.settle()
        let handle = connection.handle
        var before = 0
        if !hasBegun {
            for sql in beginning { try connection.check(PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)) }
            before = beginning.count
            hasBegun = true
        }
        let known = statement.name(for: types)
        let name = known ?? connection.statements.newName()
        if known == nil {
            try connection.check(PQsendPrepare(handle, name, statement.text.sql, CInt(types.count), types))
            before += 1
        }
        for values in sets { try connection.check(PostgreSQLArguments(values).send(handle, name)) }
        try connection.check(PQpipelineSync(handle))
        return PostgreSQLStream(connection, before: before, takesRows: takesRows) {
            if known == nil { statement.prepare(types, as: name) }
        }
    }

    fileprivate func statement(_ sql: String) throws -> PostgreSQLStatements.Statement {
        if let statement = connection.statements.statement(sql) { return statement }
        connection.statements.forgetAll()
        try connection.run(["DEALLOCATE ALL"])
        guard let statement = connection.statements.statement(sql) else {
            throw StorageError.failed("no statement can be prepared")
        }
        return statement
    }
}

extension PostgreSQLTransaction {
    /// Sets of values that are on their way to the server before their answers are read.
    private static let batch = 500

    @discardableResult
    func executeMany(_ sql: String, _ names: [String], values: [Value]) throws -> Int {
        var count = 0
        try sendMany(sql, names, values, takesRows: false) { stream, _ in
            while let result = try noting({ try stream.next() }) { PQclear(result) }
            count += stream.count
        }
        return count
    }

    func forEachOfMany(
        _ sql: String, _ names: [String], values: [Value], _ body: (Int, any Row) throws -> Void
    ) throws {
        try sendMany(sql, names, values, takesRows: true) { stream, first in
            defer { stream.finish() }
            while let result = try noting({ try stream.next() }) {
                defer { PQclear(result) }
                for row in 0..<PQntuples(result) {
                    try body(first + stream.place, PostgreSQLRow(result: result, row: row))
                }
            }
        }
    }

    /// Sends a statement with many sets of values, some at once, and has `read` take the answers, which is told the place
    /// of the first set.
    private func sendMany(
        _ sql: String, _ names: [String], _ values: [Value], takesRows: Bool,
        _ read: (PostgreSQLStream, Int) throws -> Void
    ) throws {
        if let failure { throw failure }
        let (statement, sets) = try noting { try many(sql, names, values) }
        // One type for each parameter, whichever of the sets have a value for it.
        var types = statement.types(of: [])
        for set in sets { types = statement.types(of: set) }
        for start in stride(from: 0, to: sets.count, by: Self.batch) {
            let part = Array(sets[start..<min(start + Self.batch, sets.count)])
            try read(try noting { try send(statement, types: types, part, takesRows: takesRows) }, start)
        }
    }

    /// The statement, and each set of values in the order in which it takes them.
    private func many(
        _ sql: String, _ names: [String], _ values: [Value]
    ) throws -> (PostgreSQLStatements.Statement, [[Value]]) {
        connection.unread?.keepRest()
        let statement = try statement(sql)
        let places = statement.text.names.compactMap { names.firstIndex(of: $0) }
        guard !places.isEmpty, places.count == names.count, Set(places).count == names.count,
            statement.text.names.count == names.count, values.count.isMultiple(of: names.count)
        else { throw StorageError.failed("the parameters are not \(names.joined(separator: ", "))") }
        let sets = stride(from: 0, to: values.count, by: names.count).map { start in
            places.map { values[start + $0] }
        }
        return (statement, sets)
    }
}
