internal import CPostgreSQL

/// An open transaction on one connection. It begins with its first statement.
final class PostgreSQLTransaction: Transaction {
    private let connection: PostgreSQLConnection
    private let beginning: [String]
    private(set) var hasBegun = false
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

    private func noting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            failure = failure ?? error
            throw error
        }
    }

    private func send(_ sql: String, _ arguments: [String: Value]) throws -> PostgreSQLStream {
        connection.settle()
        connection.unread?.keepRest()
        let statement = try statement(sql)
        let values = try statement.text.names.map { name in
            guard let value = arguments[name] else { throw StorageError.failed("no value for :\(name)") }
            return value
        }
        let beginning = hasBegun ? [] : beginning
        for sql in beginning {
            try connection.check(PQsendQueryParams(connection.handle, sql, 0, nil, nil, nil, nil, 1))
        }
        hasBegun = true
        let types = statement.types(of: values)
        let arguments = PostgreSQLArguments(values)
        if let name = statement.name(for: types) {
            try connection.check(arguments.send(connection.handle, name))
            try connection.check(PQpipelineSync(connection.handle))
            return PostgreSQLStream(connection, before: beginning.count)
        }
        let name = connection.statements.newName()
        try connection.check(
            PQsendPrepare(connection.handle, name, statement.text.sql, CInt(types.count), types))
        try connection.check(arguments.send(connection.handle, name))
        try connection.check(PQpipelineSync(connection.handle))
        return PostgreSQLStream(connection, before: beginning.count + 1) { statement.prepare(types, as: name) }
    }

    private func statement(_ sql: String) throws -> PostgreSQLStatements.Statement {
        if let statement = connection.statements.statement(sql) { return statement }
        connection.statements.forgetAll()
        try connection.run(["DEALLOCATE ALL"])
        guard let statement = connection.statements.statement(sql) else {
            throw StorageError.failed("no statement can be prepared")
        }
        return statement
    }
}
