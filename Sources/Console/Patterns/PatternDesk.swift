import Fail2ban
import Host
import Storage

/// Finds who fails and is not banned yet, who comes back, and who comes together.
public struct PatternDesk: Sendable {
    let host: any Host
    let database: any Database
    let board: StatusBoard
    let bans: Bans
    let origins: OriginFinder
    let now: @Sendable () -> Int64
    private let kept: KeptAnswers<Found>
    private let keptFailing: KeptAnswers<[FailingAddress]>
    private let rules: JailRules

    /// Rows of each list at most.
    public static let rows = 50
    /// Addresses of a range or network that make a campaign, at least.
    public static let least = 5
    /// Events that are looked at for failures without a ban.
    static let sights = 20_000

    /// What the events of a stretch tell, by themselves.
    struct Found: Sendable {
        var repeated: [RepeatOffender]
        var ranges: [EventCampaign]
        var networks: [NetworkCampaign]
    }

    init(
        host: any Host, database: any Database, board: StatusBoard, bans: Bans, origins: OriginFinder, pulse: Pulse,
        line: CountingLine, now: @escaping @Sendable () -> Int64
    ) {
        self.host = host
        self.database = database
        self.board = board
        self.bans = bans
        self.origins = origins
        self.now = now
        kept = KeptAnswers(pulse: pulse, line: line)
        keptFailing = KeptAnswers(pulse: pulse)
        rules = JailRules(host: host, now: now)
    }

    /// Addresses that fail and are not banned, as they were some seconds ago at most; nil while they are being counted.
    public func failing() async throws -> [FailingAddress]? {
        try await keptFailing.answer(to: "failing") { try await failingNow() }
    }

    /// Addresses that fail and are not banned, those that lack the fewest failures first; at most `rows`.
    public func failingNow() async throws -> [FailingAddress] {
        let moment = now()
        let jails = board.status.jails.map(\.name)
        let rules = await rules.current(of: jails)
        let window = max(rules.values.map(\.findTime).max() ?? 0, FailureCount.standardWindow)
        let hostText = host.id.text
        let (sights, banned) = try await database.read { transaction in
            let sights = try transaction.events.sights(
                host: hostText, kinds: [.found, .attempt, .ban], from: moment - min(window, 86_400), limit: Self.sights)
            var banned: [String: Set<String>] = [:]
            for (jail, ids) in Dictionary(grouping: sights, by: \.jail) {
                let rows = try transaction.bans.inForce(host: hostText, jail: jail, ids: Array(Set(ids.map(\.id))))
                banned[jail] = Set(rows.map(\.id))
            }
            return (sights, banned)
        }
        let count = FailureCount(rules: rules, banned: banned, now: moment)
        return Array(count.failing(sights).prefix(Self.rows))
    }

    /// What stands out in a stretch of time (UTC epoch seconds); nil while it is being counted.
    ///
    /// - Parameters:
    ///   - name: what the stretch is called where it moves with the time: what was counted is kept for some seconds under it.
    ///   - author: who asks, whose own address no ban may touch.
    public func patterns(in span: Range<Int64>, name: String, for author: Author) async throws -> Patterns? {
        let database = database
        let found = try await kept.answer(to: name) {
            try await database.read { transaction in
                let events = transaction.events
                return Found(
                    repeated: try events.repeatOffenders(in: span, limit: Self.rows),
                    ranges: try events.campaigns(in: span, least: Self.least, limit: Self.rows),
                    networks: try events.networkCampaigns(in: span, least: Self.least, limit: Self.rows))
            }
        }
        guard let found else { return nil }
        let rails = await bans.guardRails(for: author)
        return try await database.read { transaction in
            let banned = Set(try transaction.bans.inForce(ids: found.repeated.map(\.id)).map(\.id))
            let people = try transaction.sessions.people(until: now())
            return Patterns(
                span: span, repeated: found.repeated.map { RepeatedAddress($0, isBanned: banned.contains($0.id)) },
                ranges: try found.ranges.compactMap { try range($0, rails, people, transaction) },
                networks: found.networks.map { NetworkSwarm($0) })
        }
    }

    private func range(
        _ one: EventCampaign, _ rails: BanGuard, _ people: [(name: String, address: String)],
        _ transaction: any Transaction
    ) throws -> RangeCampaign? {
        guard let first = IPAddress(sortable: one.first),
            let range = IPNetwork(around: first, length: first.family == .v4 ? 24 : 64)
        else { return nil }
        let holding = try transaction.bans.covering(
            host: nil, first: range.first.sortable, last: range.last.sortable)
        let people = people.filter { person in IPAddress(person.address).map { range.contains($0) } ?? false }
        return RangeCampaign(
            range: range, addresses: Int(one.addresses), attempts: Int(one.attempts), bans: Int(one.bans),
            firstAt: one.firstAt, lastAt: one.lastAt, origin: origins.current("\(range)"), isBanned: !holding.isEmpty,
            hit: RangeHit(
                unseen: first.family == .v4 ? max(0, 256 - Int(one.addresses)) : nil,
                people: Set(people.map(\.name)).sorted(), objection: rails.objection(to: .network(range))))
    }
}

extension RepeatedAddress {
    fileprivate init(_ found: RepeatOffender, isBanned: Bool) {
        self.init(
            id: found.id, bans: Int(found.bans), jails: Int(found.jails), firstAt: found.firstAt, lastAt: found.lastAt,
            isBanned: isBanned)
    }
}

extension NetworkSwarm {
    fileprivate init(_ found: NetworkCampaign) {
        self.init(
            number: found.number, name: found.name, addresses: Int(found.addresses), attempts: Int(found.attempts),
            bans: Int(found.bans), firstAt: found.firstAt, lastAt: found.lastAt)
    }
}
