import FoundationEssentials
import Storage
import TestSupport

/// The drivers that every repository is tested on. `STORAGE_DRIVER` in the environment names one of them alone.
enum TestDatabase: String, CaseIterable {
    case sqlite
    case postgreSQL = "postgresql"

    static let all: [TestDatabase] = {
        let chosen = ProcessInfo.processInfo.environment["STORAGE_DRIVER"].flatMap(TestDatabase.init)
        return chosen.map { [$0] } ?? allCases
    }()

    /// The address of a new PostgreSQL database, with the schema or without one.
    static func newAddress(isEmpty: Bool = false) throws -> PostgreSQLAddress {
        try address(try PrivatePostgreSQL.shared().newDatabase(like: isEmpty ? nil : try template.get()))
    }

    /// A database that has nothing but the schema.
    private static let template = Result {
        let url = try PrivatePostgreSQL.shared().newDatabase()
        // It is migrated without any connection that stays.
        _ = try PostgreSQLDatabase(try address(url))
        return url
    }

    private static func address(_ url: String) throws -> PostgreSQLAddress {
        guard let address = PostgreSQLAddress(url) else { throw StorageError.failed("\(url) is no address") }
        return address
    }
}

/// Where a test's database is, so that it can be opened more than once.
enum TestPlace {
    case file(String)
    case server(PostgreSQLAddress)

    /// - Parameter patience: seconds that a write waits for another's; a slow machine may need many.
    func open(patience: Double = 60) throws -> any Database {
        switch self {
        case .file(let path): try SQLiteDatabase(path: path, busyTimeout: patience)
        case .server(let address): try PostgreSQLDatabase(address, patience: .seconds(patience))
        }
    }
}

/// Runs `body` with a place for a database of each driver, one after the other.
func withPlace(
    _ kinds: [TestDatabase] = TestDatabase.all, _ body: (TestPlace) async throws -> Void
) async throws {
    for kind in kinds {
        try await withFolder { folder throws in
            switch kind {
            case .sqlite: try await body(.file(folder + "/bangui.sqlite"))
            case .postgreSQL: try await body(.server(try TestDatabase.newAddress()))
            }
        }
    }
}

/// Runs `body` on a new database of each driver, one after the other, which is closed afterwards.
func withDatabase(
    _ kinds: [TestDatabase] = TestDatabase.all, _ body: (any Database) async throws -> Void
) async throws {
    try await withPlace(kinds) { place throws in
        let database = try place.open()
        do {
            try await body(database)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}
