public import Storage

extension BackgroundTask {
    /// Forgets sessions that are over, with what programs renewed them by, and tokens that ended long ago.
    ///
    /// - Parameter now: UTC epoch seconds.
    public static func endedAccess(
        _ database: any Database, now: @escaping @Sendable () -> Int64
    ) -> BackgroundTask {
        BackgroundTask(
            .endedAccess, beginsLater: true,
            look: { moment in
                let tokenEnd = moment.now - PersonalTokens.listedAfterEnd
                let isAny = try await database.read { transaction in
                    try transaction.sessions.hasExpired(before: moment.now)
                        || transaction.apiTokens.hasExpired(before: tokenEnd)
                }
                return isAny ? .work : .nothing
            },
            run: { _ in
                let moment = now()
                let (sessions, tokens) = try await database.write(.telemetry) { transaction in
                    (
                        try transaction.sessions.deleteExpired(before: moment),
                        try transaction.apiTokens.deleteExpired(before: moment - PersonalTokens.listedAfterEnd)
                    )
                }
                return sessions + tokens == 0 ? .nothing : .done("Forgot \(sessions) sessions and \(tokens) tokens.")
            })
    }

    /// Writes down when sessions and tokens were last used, which this server alone knows until then; when it stops, too.
    public static func lastSeen(_ sessions: BrowserSessions, _ tokens: PersonalTokens) -> BackgroundTask {
        BackgroundTask(.lastSeen, beginsLater: true, isLastWord: true) { _ in
            let count = try await sessions.writeLastSeen() + tokens.writeLastSeen()
            return count == 0 ? .nothing : .done("Wrote down \(count) uses.")
        }
    }
}

extension BrowserSessions {
    /// Writes down when sessions were last used and which ones were found to be over, in one transaction; gives how many. Where
    /// nothing waits, nothing is written.
    func writeLastSeen() async throws -> Int {
        let notes = lastSeen.waiting
        let count = notes.sights.count + notes.ended.count
        guard count > 0 else { return 0 }
        try await database.write(.telemetry) { transaction in
            for (id, sight) in notes.sights {
                try transaction.sessions.touch(id: id, at: sight.at, address: sight.address)
            }
            for id in notes.ended { _ = try transaction.sessions.delete(id: id) }
        }
        lastSeen.forget(notes)
        return count
    }
}

extension PersonalTokens {
    /// Writes down when tokens were last used, in one transaction; gives how many. Where nothing waits, nothing is written.
    func writeLastSeen() async throws -> Int {
        let notes = lastSeen.waiting
        guard !notes.sights.isEmpty else { return 0 }
        try await database.write(.telemetry) { transaction in
            for (id, sight) in notes.sights {
                try transaction.apiTokens.touch(id: id, at: sight.at, address: sight.address)
            }
        }
        lastSeen.forget(notes)
        return notes.sights.count
    }
}
