internal import CPostgreSQL

/// A look at a database on a server: a connection of its own, which reads and is closed again.
struct PostgreSQLInspection {
    let address: PostgreSQLAddress
    let patience: Duration

    init(_ address: PostgreSQLAddress, patience: Duration) {
        self.address = address
        self.patience = patience
    }

    func findings() throws(StorageError) -> DatabaseFindings {
        let connection = try PostgreSQLConnection(address, lockTimeout: Int(patience / .milliseconds(1)))
        let number = PQserverVersion(connection.handle)
        do {
            let schema = try PostgreSQLMigrator(connection: connection).found()
            let settings = schema > 0 ? try connection.read { try $0.settings.all() } : [:]
            return DatabaseFindings(
                program: "PostgreSQL \(number / 10_000).\(number % 10_000)", schema: schema,
                knownSchema: Migration.allOnPostgreSQL.last?.number ?? 0, settings: settings)
        } catch let error as StorageError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }
}
