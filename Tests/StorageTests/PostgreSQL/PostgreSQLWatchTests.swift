import FoundationEssentials
import Storage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct PostgreSQLWatchTests {
    @Test(.shows("ABUSE-15")) func `a lease is held by one, and by the other once the first is gone`() async throws {
        let address = try TestDatabase.newAddress()
        let databases = try [PostgreSQLDatabase(address), PostgreSQLDatabase(address)]
        let first = databases[0].lease("work")
        #expect(await eventually { first.isHeld })
        let second = databases[1].lease("work")
        let other = databases[1].lease("other work")
        #expect(await eventually { other.isHeld })
        #expect(!second.isHeld)
        await databases[0].close()
        #expect(!first.isHeld)
        #expect(await eventually { second.isHeld })
        await databases[1].close()
        #expect(!second.isHeld)
    }

    @Test func `a lease whose session ends is lost, and taken again`() async throws {
        let server = try PrivatePostgreSQL()
        defer { server.stop() }
        let database = try PostgreSQLDatabase(try #require(PostgreSQLAddress(server.url)))
        let lease = database.lease("work")
        #expect(await eventually { lease.isHeld })
        // Nobody gets in again before the loss was seen.
        let elsewhere = server.url.replacing("/postgres?", with: "/template1?")
        try server.query("ALTER DATABASE postgres ALLOW_CONNECTIONS false", on: elsewhere)
        try server.query(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'bangui'",
            on: elsewhere)
        #expect(await eventually { !lease.isHeld })
        try server.query("ALTER DATABASE postgres ALLOW_CONNECTIONS true", on: elsewhere)
        #expect(await eventually { lease.isHeld })
        await database.close()
    }

    @Test func `a commit of another server is told of, and the closing ends it`() async throws {
        let address = try TestDatabase.newAddress()
        let (database, other) = (try PostgreSQLDatabase(address), try PostgreSQLDatabase(address))
        var changes = database.changes().makeAsyncIterator()
        // That it listens.
        #expect(await changes.next() != nil)
        for value in ["a", "b"] {
            try await other.write { try $0.settings.set("key", value, at: 1, by: nil) }
            #expect(await changes.next() != nil)
        }
        await database.close()
        #expect(await changes.next() == nil)
        var late = database.changes().makeAsyncIterator()
        #expect(await late.next() == nil)
        await other.close()
    }

    @Test func `a file has one server only`() async throws {
        try await withSQLite { database throws in
            #expect(database.lease("work").isHeld)
            var changes = database.changes().makeAsyncIterator()
            #expect(await changes.next() == nil)
        }
    }
}
