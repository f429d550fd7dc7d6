public import Logging
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
}
