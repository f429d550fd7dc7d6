import ServiceLifecycle
import Storage

/// Wakes open pages when another server on the same database has changed what they show.
struct ChangeWatch: Service {
    let database: any Database
    let pulse: Pulse

    /// Watches until the task is cancelled or the service group shuts down.
    func run() async {
        await cancelWhenGracefulShutdown {
            var seen: Int64?
            for await _ in database.changes() {
                guard let revision = try? await database.readBriefly({ try $0.bans.revision() }), revision != seen
                else { continue }
                seen = revision
                pulse.beat()
            }
        }
    }
}
