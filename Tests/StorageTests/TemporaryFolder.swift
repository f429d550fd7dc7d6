import FoundationEssentials
import Storage

/// Runs `body` with a new folder that is removed afterwards.
@discardableResult
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/bangui-storage-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

/// Runs `body` with a new SQLite database that is closed and removed afterwards.
@discardableResult
func withSQLite<Result>(_ body: (SQLiteDatabase) async throws -> Result) async throws -> Result {
    try await withFolder { folder throws in
        let database = try SQLiteDatabase(path: folder + "/bangui.sqlite")
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

/// Whether the long forms of the tests are asked for.
let isLong = ProcessInfo.processInfo.environment["BANGUI_LONG_TESTS"] == "1"
