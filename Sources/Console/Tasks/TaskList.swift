public import Logging
public import Outbound
public import Storage

extension [BackgroundTask] {
    /// Every task of a server.
    public static func all(
        database: any Database, retention: EventRetention, sessions: BrowserSessions, tokens: PersonalTokens,
        audit: AuditLog, logger: Logger
    ) -> [BackgroundTask] {
        [
            .oldEvents(database, retention: retention, now: audit.now), .endedAccess(database, now: audit.now),
            .lastSeen(sessions, tokens), .auditCheck(audit, logger: logger), .statistics(database),
            .lineIndex(database),
        ]
    }

    /// The tasks of geo data.
    ///
    /// - Parameter outbound: how a service is asked.
    public static func geo(
        _ update: GeoUpdate, desk: GeoDesk, outbound: Outbound, database: any Database, cacheDays: Int,
        pulse: Pulse,
        now: @escaping @Sendable () -> Int64
    ) -> [BackgroundTask] {
        let walk = GeoWalk(database, desk: desk, sleep: { try await Task.sleep(for: $0) })
        return [
            .geoUpdate(update, desk: desk, now: now), .geoPlaces(walk),
            .geoOnline(
                GeoAsking(desk.online, database: database, outbound: outbound, walk: walk, pulse: pulse),
                desk: desk),
            .geoCache(database, days: cacheDays, now: now),
        ]
    }
}
