import Dispatch
import FoundationEssentials
import Storage
import TestSupport
import Testing

struct PostgreSQLDatabaseTests {
    @Test(.shows("ABUSE-15")) func `a server that starts anew is found again by the next call`() async throws {
        try await withServer { server, address throws in
            let database = try PostgreSQLDatabase(address)
            try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
            for _ in 0..<2 {
                // It waits until they have ended: a connection that still takes a statement is lost in it.
                try server.query(
                    "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'bangui'")
                #expect(try await database.read { try $0.settings.value("a") } == "b")
            }
            await database.close()
        }
    }

    @Test(.shows("ABUSE-15")) func `a connection that is lost in a write leaves nothing`() async throws {
        try await withServer { server, address throws in
            let database = try PostgreSQLDatabase(address)
            let error = await #expect(throws: StorageError.self) {
                try await database.write { transaction throws in
                    try transaction.settings.set("a", "b", at: 1, by: nil)
                    try server.query(
                        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'bangui'"
                    )
                    try transaction.settings.set("c", "d", at: 1, by: nil)
                }
            }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await database.read { try $0.settings.all() } == [:])
            await database.close()
        }
    }

    @Test func `a body that passes over an error does not count as written`() async throws {
        try await withDatabase([.postgreSQL]) { database throws in
            await #expect(throws: StorageError.self) {
                try await database.write { transaction throws in
                    try transaction.settings.set("a", "b", at: 1, by: nil)
                    try? transaction.settings.set("", "an empty key is refused", at: 1, by: nil)
                }
            }
            #expect(try await database.read { try $0.settings.all() } == [:])
        }
    }

    @Test(.shows("ABUSE-9")) func `what was told to a person waits for the disk, what can be learnt again does not`()
        async throws
    {
        try await withServer { server, address throws in
            try server.query("ALTER SYSTEM SET synchronous_commit = off")
            try server.query("SELECT pg_reload_conf()")
            let database = try PostgreSQLDatabase(address)
            for (durability, expected) in [(Durability.telemetry, "off"), (.acknowledged, "on"), (.telemetry, "off")] {
                let level = try await database.write(durability) { transaction in
                    try transaction.first("SELECT current_setting('synchronous_commit')") { $0.text(0) }
                }
                #expect(level == expected)
            }
            await database.close()
        }
    }

    @Test func `a call that finds no free connection in time is told so`() async throws {
        let database = try PostgreSQLDatabase(try TestDatabase.newAddress(), connections: 1, patience: .seconds(0.2))
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        let slow = Task {
            try await database.read { _ in
                start.finish()
                _ = release.wait(timeout: .now() + 60)
            }
        }
        for await _ in started {}
        await #expect(throws: StorageError.busy) { try await database.read { _ in } }
        release.signal()
        try await slow.value
        try await database.read { _ in }
        await database.close()
    }

    @Test func `a server that is not there is told without the password`() throws {
        let address = try #require(PostgreSQLAddress("postgres://user:hunter2@127.0.0.1:1/db"))
        let error = #expect(throws: StorageError.self) { try PostgreSQLDatabase(address) }
        guard case .unreachable(let words) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.contains("127.0.0.1"))
        #expect(!words.contains("hunter2"))
    }

    @Test func `an address is shown without its password`() {
        let url = "postgres://user:hunter2@db.example:5433/bangui?sslmode=require&password=hunter3"
        #expect(PostgreSQLAddress(url)?.shown == "postgres://user@db.example:5433/bangui")
        #expect(
            PostgreSQLAddress("postgres:///bangui?host=/run/postgresql")?.shown == "postgres:///run/postgresql/bangui")
        for wrong in [
            "", "sqlite:a", "postgres://host", "postgres://[::1/db", "postgres://h/d?no_such=1", "host=h dbname=d",
        ] {
            #expect(PostgreSQLAddress(wrong) == nil)
        }
    }

    @Test func `many more texts than are kept prepared do no harm`() async throws {
        try await withDatabase([.postgreSQL]) { database throws in
            try await database.read { transaction throws in
                for number in 0..<1000 {
                    let value = try transaction.first("SELECT \(number) + :a", ["a": .integer(1)]) { $0.integer(0) }
                    #expect(value == Int64(number + 1))
                }
            }
        }
    }

    @Test func `a parameter may be null first and something later, and back`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for value in [nil, 7, nil, 8] as [Int64?] {
                    try transaction.execute("DELETE FROM planned_ends", [:])
                    try transaction.plannedEnds.set(PlannedEndsTests.end("a", at: value))
                    #expect(try transaction.plannedEnds.find(host: "local", jail: "sshd", id: "a")?.endsAt == value)
                }
            }
        }
    }

    @Test func `an error half-way through a list does not harm what follows`() async throws {
        try await withDatabase { database throws in
            for _ in 0..<3 {
                await #expect(throws: Stop.self) {
                    try await database.read { transaction throws in
                        let sql = "SELECT user_id FROM users UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"
                        try transaction.forEach(sql, [:]) { if $0.integer(0) == 2 { throw Stop() } }
                    }
                }
                #expect(try await database.read { try $0.first("SELECT 5") { $0.integer(0) } } == 5)
            }
        }
    }

    @Test func `sums and truths are read as integers`() async throws {
        try await withDatabase([.postgreSQL]) { database throws in
            try await database.read { transaction throws in
                let sql = """
                    SELECT sum(n), -sum(n), sum(n) * 0, count(*), true, false, 70000::int4, -2::int2
                    FROM (VALUES (9000000000000000000::bigint), (5)) v (n)
                    """
                let values = try transaction.first(sql) { row in (0..<8).map { row.integer($0) } }
                #expect(values == [9_000_000_000_000_000_005, -9_000_000_000_000_000_005, 0, 2, 1, 0, 70_000, -2])
            }
        }
    }

    struct Stop: Error {}

    /// Runs `body` with a server of its own, which it may treat badly.
    private func withServer(_ body: (PrivatePostgreSQL, PostgreSQLAddress) async throws -> Void) async throws {
        let server = try PrivatePostgreSQL()
        defer { server.stop() }
        try await body(server, try #require(PostgreSQLAddress(server.url)))
    }
}
