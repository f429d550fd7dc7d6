public import Fail2ban

extension AgentHost {
    /// The bans in force in a jail.
    public func bans(in jail: JailName) async throws(HostError) -> BanSnapshot {
        try await ask(.bans(.list(in: jail)), BanSnapshot.self, within: AgentDeadline.listing)
    }

    /// Which of the ids the jail bans now, in as many requests as they need.
    public func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        var answers: [Bool] = []
        for part in IDParts(ids, atMost: AgentLimits.idsToRead) {
            let told = try await ask(.bans(.check(part, in: jail)), [Bool].self, within: AgentDeadline.listing)
            guard told.count == part.count else { throw .protocolViolation("the agent left ids out") }
            answers += told
        }
        return answers
    }

    /// Bans ids in as many requests as they need.
    public func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        var report = BanReport(newlyBanned: 0)
        try await inParts(ids) { part throws(HostError) in
            let told = try await self.ask(.bans(.ban(part, in: jail)), BanReport.self, within: AgentDeadline.acting)
            report.newlyBanned += told.newlyBanned
            report.notEnforced.merge(told.notEnforced) { $1 }
        }
        return report
    }

    /// Unbans exactly these ids, likewise.
    public func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        var removed = 0
        try await inParts(ids) { part throws(HostError) in
            removed += try await self.ask(.bans(.unban(part, in: jail)), Int.self, within: AgentDeadline.acting)
        }
        return removed
    }

    /// What the daemon has on record of these ids for its next start.
    public func standingBans(
        of ids: [BanID], in jail: JailName
    ) async throws(HostError) -> [BanID: StandingBan]? {
        var standing: [BanID: StandingBan] = [:]
        // Without ids it is still asked whether there are records at all.
        for part in ids.isEmpty ? [[]] : Array(IDParts(ids, atMost: AgentLimits.idsToRead)) {
            guard let told = try await ask(.bans(.standing(part, in: jail)), [BanID: StandingBan]?.self) else {
                return nil
            }
            standing.merge(told) { $1 }
        }
        return standing
    }

    private func inParts(
        _ ids: [BanID], _ change: ([BanID]) async throws(HostError) -> Void
    ) async throws(HostError) {
        for (number, part) in IDParts(ids, atMost: AgentLimits.idsToChange).enumerated() {
            do throws(HostError) {
                try await change(part)
            } catch {
                throw number == 0 ? error : error.afterPartOfChange
            }
        }
    }
}

/// Ids in parts that a request can hold, by number and by bytes.
struct IDParts: Sequence, IteratorProtocol {
    private var rest: ArraySlice<BanID>
    private let most: Int

    init(_ ids: [BanID], atMost most: Int) {
        rest = ids[...]
        self.most = most
    }

    mutating func next() -> [BanID]? {
        guard let first = rest.first else { return nil }
        var (count, bytes) = (1, Self.bytes(first))
        for id in rest.dropFirst().prefix(most - 1) {
            bytes += Self.bytes(id)
            guard bytes <= AgentLimits.idBytes else { break }
            count += 1
        }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Bytes of an id in JSON at most: a control character takes six.
    private static func bytes(_ id: BanID) -> Int {
        guard case .raw(let text) = id else { return 50 }
        return text.utf8.count * 6 + 3
    }
}
