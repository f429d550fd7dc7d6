import Storage
import TestSupport

@testable import Console
@testable import Web

extension World {
    /// Stores events as capture does, and tells those who wait.
    @discardableResult
    func append(_ events: [EventRecord], lines: [[UInt8]]? = nil) async throws -> [Int64] {
        let stored = try await database.write(.telemetry) { transaction in
            let stored = try transaction.events.append(events)
            if let lines { for event in stored { try transaction.events.setLines(lines, of: event.id) } }
            return stored
        }
        console.guarding.history.pulse.beat()
        return stored.map(\.id)
    }
}

extension EventRecord {
    /// An event of one id in a jail, a second after the epoch for each number.
    static func of(
        _ id: String?, _ kind: EventKind = .found, jail: String? = "one", host: String = "local", at: Int64 = 1000,
        why: EventReason? = nil
    ) -> EventRecord {
        var event = EventRecord(host: host, at: at, kind: kind, source: .log, jail: jail, banID: id)
        event.why = why
        return event
    }
}
