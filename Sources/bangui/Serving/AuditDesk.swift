import Console
import Foundation
import Storage

/// The audit log from the command line, on the database of a data directory.
struct AuditDesk {
    private let place: Place

    init(_ place: Place) { self.place = place }

    /// Runs `body` with the log of a system that was set up.
    func with<Result>(_ body: (AuditLog) async throws -> Result) async throws -> Result {
        let start = try await Start.joined(try place.sources())
        guard let (_, database) = try await start.open() else {
            throw Failure(
                .configuration, "\(start.directory.path): nothing is set up here, so there is no audit log.")
        }
        let log = AuditLog(database: database, anchor: AuditAnchorFile(start.directory), now: Clock.now)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(log))
        } catch {
            result = .failure(error)
        }
        await database.close()
        return try result.get()
    }
}
