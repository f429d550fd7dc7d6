import Testing

@testable import Storage

struct PostgreSQLStatementTextTests {
    @Test(arguments: [
        ("SELECT :a, :b, :a", "SELECT $1, $2, $1", ["a", "b"]),
        ("SELECT ':a', \"x:b\", :c", "SELECT ':a', \"x:b\", $1", ["c"]),
        ("SELECT 'it''s :a', :b", "SELECT 'it''s :a', $1", ["b"]),
        ("SELECT :a::bigint", "SELECT $1::bigint", ["a"]),
        ("SELECT 1 -- :a\n, :b /* :c ' */, :d", "SELECT 1 -- :a\n, $1 /* :c ' */, $2", ["b", "d"]),
        ("SELECT :a1_B,:n0", "SELECT $1,$2", ["a1_B", "n0"]),
        ("SELECT 'ü' WHERE : = ':", "SELECT 'ü' WHERE : = ':", []),
        ("SELECT 'open", "SELECT 'open", []),
        ("SELECT 1 /* open", "SELECT 1 /* open", []),
    ])
    func `parameters get numbers, and what only looks like one stays`(
        text: String, sql: String, names: [String]
    ) {
        let statement = PostgreSQLStatementText(text)
        #expect(statement.sql == sql)
        #expect(statement.names == names)
    }
}
