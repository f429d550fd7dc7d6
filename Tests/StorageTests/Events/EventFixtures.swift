import Storage

/// The fingerprint of a generation of a log.
func generation(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 16) }

extension EventRecord {
    /// An event of one id in a jail.
    static func of(
        _ id: String?, _ kind: EventKind = .found, jail: String? = "sshd", host: String = "local", at: Int64 = 1000,
        millisecond: Int64 = 0, source: EventSource = .log, why: EventReason? = nil, offset: Int64? = nil,
        generation number: UInt8 = 1
    ) -> EventRecord {
        var event = EventRecord(
            host: host, at: at, millisecond: millisecond, kind: kind, source: source, jail: jail, banID: id)
        event.why = why
        event.place = offset.map { EventPlace(generation: generation(number), offset: $0) }
        return event
    }
}

extension Database {
    /// Stores events, and gives those that were not passed over.
    @discardableResult
    func append(_ events: [EventRecord]) async throws -> [EventRecord] {
        try await write(.telemetry) { try $0.events.append(events) }
    }

    /// The events of a whole list, page by page.
    func events(_ query: EventQuery = EventQuery()) async throws -> [EventRecord] {
        var query = query
        var events: [EventRecord] = []
        repeat {
            let asked = query
            let page = try await read { try $0.events.page(asked) }
            events += page.events
            query.cursor = page.next
        } while query.cursor != nil
        return events
    }
}
