import Fail2ban
import Storage

/// Reads the picture of one id, all of one moment.
struct AddressReading {
    let transaction: any Transaction
    let id: BanID
    let now: Int64

    func picture() throws -> AddressPicture {
        let touching = try bansTouching()
        let own = touching.filter { $0.id.utf8.elementsEqual(id.text.utf8) }
        let counts = try counts()
        let record = AddressRecord(counts.own)
        let (operations, hasMore) = try operations()
        return AddressPicture(
            id: id, bans: own, covering: touching.filter(isAround), record: record,
            timeline: try timeline(record, counts.own, inForce: own), operations: operations,
            hasMoreOperations: hasMore,
            neighbourhood: try counts.around.map(neighbourhood), bannedIn: counts.own.jails(with: Addresses.lined),
            at: now)
    }

    /// What was counted of the id, and of those around it where it is an address or a network.
    private struct Counts {
        var own: EventTallies
        var around: (network: IPNetwork, tallies: EventTallies)?
    }

    private func counts() throws -> Counts {
        let events = transaction.events
        guard let network = Self.surroundings(of: id) else { return Counts(own: try events.tallies(of: id.text)) }
        let (first, last) = (network.first.sortable, network.last.sortable)
        // One way through the index for both, unless there is more than is counted.
        let all = try events.tallies(from: first, to: last)
        func some(_ isOwn: Bool) -> EventTallies {
            EventTallies(
                tallies: all.tallies.filter { $0.banID.utf8.elementsEqual(id.text.utf8) == isOwn }, since: all.since)
        }
        guard all.since != nil else { return Counts(own: some(true), around: (network, some(false))) }
        // Where the id itself is most of it, the others are counted without it.
        let isMost = some(true).events * 2 > all.events
        let around = isMost ? try events.tallies(from: first, to: last, besides: id.text) : some(false)
        return Counts(own: try events.tallies(of: id.text), around: (network, around))
    }

    /// Every ban of the id and, where it is an address, of what holds it.
    private func bansTouching() throws -> [BanEntry] {
        let match: BanQuery.Match =
            switch id {
            case .address(let address): .range(first: address.sortable, last: address.sortable)
            case .network, .raw: .text(id.text)
            }
        var bans = try transaction.bans.page(BanQuery(match: match, sort: .jail, limit: Addresses.bans)).rows
        if case .network(let network) = id {
            // What holds a whole network holds its first and its last address; the networks inside it do not.
            let first = network.first.sortable
            bans += try transaction.bans.page(
                BanQuery(match: .range(first: first, last: first), sort: .jail, limit: Addresses.bans)
            ).rows.filter { !$0.id.utf8.elementsEqual(id.text.utf8) }
        }
        return bans.map(BanEntry.init)
    }

    /// Whether a ban is of a network that holds the id.
    private func isAround(_ ban: BanEntry) -> Bool {
        guard let own = id.network, let other = BanID(reading: ban.id).network else { return false }
        return other != own && other.length < own.length && other.contains(own.first)
    }

    private func operations() throws -> ([OperationEntry], Bool) {
        let found = try transaction.operations.page(
            OperationQuery(match: .text(id.text), limit: Addresses.operations + 1))
        return (found.prefix(Addresses.operations).map { OperationEntry($0) }, found.count > Addresses.operations)
    }

    private func timeline(
        _ record: AddressRecord?, _ counted: EventTallies, inForce: [BanEntry]
    ) throws -> AddressTimeline? {
        let page = try events(Self.drawn, counted)
        let spans = LifeSpans(page.events.reversed().map { EventEntry($0) }, inForce: inForce, now: now).spans
        let moments = spans.flatMap { [$0.from, $0.isInForce ? now : $0.to ?? $0.from] }
        let known = record.map { [$0.firstAt, $0.lastAt] } ?? []
        guard let first = (moments + known).min(), let last = (moments + known).max() else { return nil }
        // A life of a moment is drawn as one of a minute.
        let (from, to) = last - first < 60 ? (first - 30, first + 30) : (first, last)
        let density = try transaction.events.density(
            of: id.text, from: from, to: to, parts: AddressTimeline.parts,
            jails: counted.jails(with: [.found, .attempt]))
        return AddressTimeline(
            from: from, to: to, lanes: lanes(record, spans, density), isCut: page.next != nil)
    }

    /// Events of bans that a timeline is made of, and how many of them.
    private static let drawn: Set<EventKind> = [.ban, .restore, .reban, .unban, .repeal]
    private static let drawnEvents = 300

    /// The last events of some kinds, looked for only where there are any.
    private func events(_ kinds: Set<EventKind>, _ counted: EventTallies) throws -> EventPage {
        let jails = counted.jails(with: kinds)
        guard jails?.isEmpty != true else { return EventPage(events: [], next: nil) }
        let filter = EventFilter(jails: jails ?? [], kinds: kinds, match: .text(id.text))
        return try transaction.events.page(EventQuery(filter: filter, limit: Self.drawnEvents))
    }

    private func lanes(
        _ record: AddressRecord?, _ spans: [AddressTimeline.Span], _ density: [EventDensity]
    ) -> [AddressTimeline.Lane] {
        var names = record?.jails.map(\.name) ?? []
        for span in spans.reversed() where !names.contains(span.jail) { names.append(span.jail) }
        return names.map { name in
            AddressTimeline.Lane(
                jail: name,
                attempts: Dictionary(
                    density.filter { $0.jail == name }.map { ($0.part, $0.count) }, uniquingKeysWith: +),
                spans: spans.filter { $0.jail == name })
        }
    }
}

extension AddressReading {
    /// The /24 of an IPv4 address and the /64 of an IPv6 address; a network is its own.
    static func surroundings(of id: BanID) -> IPNetwork? {
        switch id {
        case .address(let address): IPNetwork(around: address, length: address.family == .v4 ? 24 : 64)
        case .network(let network): network
        case .raw: nil
        }
    }

    private func neighbourhood(_ network: IPNetwork, _ tallies: EventTallies) throws -> Neighbourhood {
        let (first, last) = (network.first.sortable, network.last.sortable)
        let banned = try transaction.bans.page(
            BanQuery(match: .range(first: first, last: last), sort: .address, limit: 500)
        ).rows.map(BanEntry.init).filter { !$0.id.utf8.elementsEqual(id.text.utf8) && !isWider($0, than: network) }
        var neighbours: [String: Neighbourhood.Neighbour] = [:]
        for tally in tallies.tallies {
            neighbours[tally.banID, default: .init(id: tally.banID, attempts: 0, bans: 0, jails: [])].add(tally)
        }
        for ban in banned {
            neighbours[ban.id, default: .init(id: ban.id, attempts: 0, bans: 0, jails: [])].jails.append(ban.jail)
        }
        let sorted = neighbours.values.sorted(by: Neighbourhood.Neighbour.comesFirst)
        return Neighbourhood(
            network: network, isOwn: network == id.network, neighbours: Array(sorted.prefix(Addresses.neighbours)),
            total: sorted.count, banned: sorted.count { !$0.jails.isEmpty }, since: tallies.since)
    }

    private func isWider(_ ban: BanEntry, than network: IPNetwork) -> Bool {
        BanID(reading: ban.id).network.map { $0.length < network.length } ?? false
    }
}

extension Neighbourhood.Neighbour {
    fileprivate mutating func add(_ tally: EventTally) {
        lastAt = max(lastAt ?? tally.last, tally.last)
        switch tally.kind {
        case .found, .attempt: attempts += tally.count
        case .ban: bans += tally.count
        default: break
        }
    }

    fileprivate static func comesFirst(_ one: Self, _ other: Self) -> Bool {
        if one.jails.isEmpty != other.jails.isEmpty { return other.jails.isEmpty }
        let moments = (one.lastAt ?? .min, other.lastAt ?? .min)
        return moments.0 != moments.1 ? moments.0 > moments.1 : one.id < other.id
    }
}

extension AddressRecord {
    /// Nil where nothing was counted.
    init?(_ counted: EventTallies) {
        guard let first = counted.tallies.map(\.first).min(), let last = counted.tallies.map(\.last).max() else {
            return nil
        }
        func sum(_ wanted: (EventTally) -> Bool) -> Int64 {
            counted.tallies.filter(wanted).reduce(0) { $0 + $1.count }
        }
        let endings = Ending.allCases.map { ending in (ending, sum { Ending($0) == ending }) }.filter { $0.1 > 0 }
        self.init(
            firstAt: first, lastAt: last, attempts: sum { $0.kind == .found || $0.kind == .attempt },
            ignored: sum { $0.kind == .ignore }, bans: sum { $0.kind == .ban },
            bansByHand: sum { $0.kind == .ban && $0.why == .hand }, endings: Dictionary(uniqueKeysWithValues: endings),
            jails: Dictionary(grouping: counted.tallies, by: \.jail).map { Jail($0, $1) }
                .sorted { ($0.lastAt, $1.name) > ($1.lastAt, $0.name) },
            since: counted.since)
    }
}

extension AddressRecord.Jail {
    fileprivate init(_ name: String, _ tallies: [EventTally]) {
        func sum(_ kinds: Set<EventKind>) -> Int64 {
            tallies.filter { kinds.contains($0.kind) }.reduce(0) { $0 + $1.count }
        }
        self.init(
            name: name, attempts: sum([.found, .attempt]), bans: sum([.ban]),
            lastAt: tallies.map(\.last).max() ?? 0)
    }
}

extension AddressRecord.Ending {
    /// Nil for what ends no ban.
    fileprivate init?(_ tally: EventTally) {
        switch (tally.kind, tally.why) {
        case (.unban, .expired): self = .expired
        case (.unban, .hand): self = .hand
        case (.unban, _): self = .unknown
        case (.repeal, _): self = .stopped
        default: return nil
        }
    }
}
