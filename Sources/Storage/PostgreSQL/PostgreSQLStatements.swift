internal import CPostgreSQL

/// The statements that are prepared on one connection.
struct PostgreSQLStatements {
    /// More texts than this make a connection forget all it has prepared.
    static let limit = 400

    /// One text, prepared once for each combination of types that was bound.
    final class Statement {
        let text: PostgreSQLStatementText
        /// The type that was last bound to each parameter; 0 while it was always null.
        private var known: [Oid]
        private var prepared: [[Oid]: String] = [:]

        init(_ sql: String) {
            text = PostgreSQLStatementText(sql)
            known = [Oid](repeating: 0, count: text.names.count)
        }

        /// The types to bind values as. A null has the type that the parameter had before, or else the one that the
        /// server takes from where it stands.
        func types(of values: [Value]) -> [Oid] {
            for (index, value) in values.enumerated() {
                switch value {
                case .null: break
                case .integer: known[index] = 20
                case .text: known[index] = 25
                case .bytes: known[index] = 17
                }
            }
            return known
        }

        /// The name under which the statement is prepared for these types; nil where it is not.
        func name(for types: [Oid]) -> String? { prepared[types] }
        func prepare(_ types: [Oid], as name: String) { prepared[types] = name }
    }

    private var statements: [String: Statement] = [:]
    private var names = 0

    /// The statement of a text; nil where there are too many for another one.
    mutating func statement(_ sql: String) -> Statement? {
        if let statement = statements[sql] { return statement }
        guard statements.count < Self.limit else { return nil }
        let statement = Statement(sql)
        statements[sql] = statement
        return statement
    }

    /// A name that was never given before on this connection.
    mutating func newName() -> String {
        names += 1
        return "b\(names)"
    }

    mutating func forgetAll() { statements = [:] }
}

/// Values as libpq binds them, all in binary form.
struct PostgreSQLArguments {
    private var bytes: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [CInt] = []

    init(_ values: [Value]) {
        for value in values {
            let start = bytes.count
            starts.append(value == .null ? nil : start)
            switch value {
            case .null: break
            case .integer(let integer): withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let text): PostgreSQLText.append(text, to: &bytes)
            case .bytes(let content): bytes.append(contentsOf: content)
            }
            lengths.append(CInt(bytes.count - start))
        }
        // An empty value needs a place too: a null pointer would be null.
        bytes.append(0)
    }

    func send(_ handle: OpaquePointer, _ name: String) -> CInt {
        bytes.withUnsafeBufferPointer { bytes in
            let values = starts.map { start in
                start.flatMap { bytes.baseAddress?.advanced(by: $0) }
                    .map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
            }
            let formats = [CInt](repeating: 1, count: values.count)
            return PQsendQueryPrepared(handle, name, CInt(values.count), values, lengths, formats, 1)
        }
    }
}
