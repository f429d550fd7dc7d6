import Storage

/// Removes all events of a file, and waits to be killed.
struct Sweep {
    let path: String

    func run() async throws {
        let database = try SQLiteDatabase(path: path)
        _ = try await EventSweep(database) { _ in }.run(before: .max)
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
