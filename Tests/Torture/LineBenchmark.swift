import Storage

extension EventBenchmark {
    /// Lists of bans by the words of their lines.
    func lines(_ database: any Database) async throws {
        for (words, filter) in [
            ("nobodyatall", EventFilter()), ("user777", EventFilter()), ("user1", EventFilter()),
            ("root", EventFilter()),
            ("failed password", EventFilter()), ("root oracle", EventFilter()), ("root nobodyatall", EventFilter()),
            ("\"user root from\"", EventFilter()), ("root -admin -test", EventFilter()), ("drop table", EventFilter()),
            ("root", EventFilter(jails: ["rare"])), ("dovecot", EventFilter(kinds: [.restore])),
            ("root", EventFilter(match: .prefix("10."))), ("none root", EventFilter(jails: [EventMaker.jails[0]])),
        ] {
            var filter = filter
            filter.lines = try LineQuery(words)
            let query = EventQuery(filter: filter)
            let jails = filter.jails.isEmpty ? "" : " in a jail"
            try await time("page of bans with \(words)\(jails)") {
                try await database.read { try $0.events.page(query).events.count }
            }
        }
        let counted = EventQuery(filter: EventFilter(lines: try LineQuery("root")))
        try await time("count of bans with root") { try await database.read { try $0.events.count(counted).count } }
    }
}
