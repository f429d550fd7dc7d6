public import Fail2ban
import Storage

/// Tells of one address all that is known, and finds addresses by the lines that led to their bans.
public struct Addresses: Sendable {
    let database: any Database
    let now: @Sendable () -> Int64
    let uptime: @Sendable () -> ContinuousClock.Instant

    /// Operations that a picture names.
    static let operations = 10
    /// Neighbours that a picture names.
    static let neighbours = 20
    /// Bans of one address that its picture names: jails, and networks around it.
    static let bans = 200

    /// All that is known of an id, as of one moment.
    public func picture(of id: BanID) async throws -> AddressPicture {
        let moment = now()
        return try await database.read { try AddressReading(transaction: $0, id: id, now: moment).picture() }
    }

    /// The lines that led to bans of an id, those of the last ban first.
    ///
    /// - Parameter jails: where it ever was banned; nil where that is not known.
    /// - Throws: `CursorError` where the cursor is not of such a list.
    public func lines(of id: BanID, in jails: [String]? = nil, cursor: String?) async throws -> AddressLines {
        // A cursor that is not one is told of in any case.
        guard jails?.isEmpty != true || cursor != nil else { return AddressLines(bans: [], next: nil) }
        return try await database.read { transaction in
            let filter = EventFilter(jails: jails ?? [], kinds: Self.lined, match: .text(id.text))
            var query = EventQuery(filter: filter, limit: Self.linedBans, cursor: cursor)
            var bans: [AddressLines.Ban] = []
            // Bans without lines are passed over, some pages of them at most.
            for _ in 0..<5 {
                let page = try transaction.events.page(query)
                let lines = try transaction.events.lines(of: page.events.map(\.id))
                bans += page.events.compactMap { event in
                    lines[event.id].map { AddressLines.Ban(event: EventEntry(event), lines: $0) }
                }
                query.cursor = page.next
                if !bans.isEmpty || page.next == nil { break }
            }
            return AddressLines(bans: bans, next: query.cursor)
        }
    }

    /// Events that lines may have led to.
    static let lined: Set<EventKind> = [.ban, .restore, .reban]
    /// Bans of one page of lines at most.
    static let linedBans = 10
}
