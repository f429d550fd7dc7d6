import Console
import FoundationEssentials
import Host
import Storage

/// The audit log from the command line, on the database of a data directory.
struct AuditDesk {
    private let place: Place

    init(_ place: Place) { self.place = place }

    /// Runs `body` with the log of a system that was set up.
    func with<Result>(_ body: (AuditLog) async throws -> Result) async throws -> Result {
        let sources = try place.sources()
        try Owner.become(
            of: try ConfigurationReader(otherNames: Start.scriptNames, now: Clock.now).dataDirectory(of: sources))
        let start = try await Start.joined(sources)
        guard let (configuration, database) = try await start.open() else {
            throw Failure(
                .configuration, "\(start.directory.path): nothing is set up here, so there is no audit log.")
        }
        let host = place.host(configuration, start)
        let log = AuditLog(database: database, anchor: start.anchor(beside: host), now: Clock.now)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(log))
        } catch {
            result = .failure(error)
        }
        await host.close()
        await database.close()
        return try result.get()
    }
}

extension Start {
    /// Where heads of the audit log are kept: with the agent where there is one, else in the data directory.
    func anchor(beside host: GuardedHost) -> any AuditAnchor {
        guard let agent = host as? AgentHost else { return AuditAnchorFile(directory) }
        return AuditAnchorAgent(agent)
    }
}
