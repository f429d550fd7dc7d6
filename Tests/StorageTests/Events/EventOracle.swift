import Storage

/// Events kept in an array, and the same questions answered by looking at each.
struct EventOracle {
    var events: [EventRecord] = []
    /// Every event that was ever counted, whatever became of it.
    var sums: [EventRecord] = []

    /// The list of a query, whole.
    func list(_ query: EventQuery) -> [EventRecord] {
        events.filter { Self.isWanted($0, query.filter) }
            .filter { $0.at >= query.from ?? .min && $0.at < query.to ?? .max }
            .sorted { ($0.at, $0.millisecond, $0.id) > ($1.at, $1.millisecond, $1.id) }
    }

    /// What a stream gets after an id.
    func after(_ id: Int64, _ filter: EventFilter) -> [EventRecord] {
        events.filter { $0.id > id && Self.isWanted($0, filter) }.sorted { $0.id < $1.id }
    }

    /// The hourly sums.
    func hours(from: Int64, to: Int64, _ filter: EventFilter) -> [EventHour] {
        guard from < to else { return [] }
        let hours = from / 3600..<(to + 3599) / 3600
        let wanted = sums.filter { hours.contains($0.at / 3600) && Self.isOfSeries($0, filter) }
        let groups = Dictionary(grouping: wanted) { [$0.at / 3600, $0.kind.rawValue] }
        return groups.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.map {
            EventHour(at: $0.key[0] * 3600, kind: $0.value[0].kind, count: Int64($0.value.count))
        }
    }

    static func isWanted(_ event: EventRecord, _ filter: EventFilter) -> Bool {
        guard isOfSeries(event, filter), isFrom(event, filter.origin) else { return false }
        switch filter.match {
        case .any: return true
        case .prefix(let prefix): return prefix.isEmpty || event.banID?.utf8.starts(with: prefix.utf8) ?? false
        case .text(let text): return event.banID.map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .range(let first, let last):
            guard let low = event.first, let high = event.last else { return false }
            return !last.lexicographicallyPrecedes(low) && !high.lexicographicallyPrecedes(first)
        }
    }

    private static func isFrom(_ event: EventRecord, _ filter: OriginFilter) -> Bool {
        guard !filter.isAny else { return true }
        guard let origin = event.origin else { return false }
        return (filter.country == nil || filter.country == origin.country?.code ?? OriginFilter.unknownCountry)
            && (filter.network == nil || filter.network == origin.network?.number)
    }

    /// What came from each country between two moments.
    func countries(in stretch: Range<Int64>) -> Set<CountryCount> {
        let wanted = sums.filter { stretch.contains($0.at) && $0.origin != nil }
            .filter { [.found, .attempt, .ban].contains($0.kind) }
        let groups = Dictionary(grouping: wanted) { $0.origin?.country?.code }
        return Set(
            groups.map { country, events in
                let bans = events.count { $0.kind == .ban }
                return CountryCount(country: country, attempts: Int64(events.count - bans), bans: Int64(bans))
            })
    }

    /// Texts are other texts where their bytes are, even if they look the same.
    private static func isAmong(_ texts: [String], _ text: String) -> Bool {
        texts.contains { $0.utf8.elementsEqual(text.utf8) }
    }

    private static func isOfSeries(_ event: EventRecord, _ filter: EventFilter) -> Bool {
        (filter.host == nil || filter.host == event.host)
            && (filter.jails.isEmpty || event.jail.map { isAmong(filter.jails, $0) } ?? false)
            && (filter.kinds.isEmpty || filter.kinds.contains(event.kind))
            && (filter.reasons.isEmpty || event.why.map { filter.reasons.contains($0) } ?? false)
    }
}

/// Makes events and questions of a few hosts, jails and ids, so that much coincides.
struct EventDice {
    var random: SplitMix

    init(seed: UInt64) {
        random = SplitMix(state: seed)
    }

    mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func isOne(in count: Int) -> Bool { roll(1...count) == 1 }

    mutating func event(_ number: Int) -> EventRecord {
        let kind = EventKind.allCases[min(roll(0...20), 9)]
        var event = EventRecord(
            host: isOne(in: 5) ? "other" : "local", at: Int64(number / 20 * 30 + roll(0...90)),
            millisecond: Int64(roll(0...2) * 400), kind: kind == .daemon || kind == .jail ? kind : kind,
            source: isOne(in: 10) ? .database : .log, jail: kind == .daemon ? nil : jail(),
            banID: kind == .daemon || kind == .jail ? nil : id())
        event.why = isOne(in: 3) ? EventReason(rawValue: Int64(roll(1...7))) : nil
        if event.source == .log {
            event.place = EventPlace(generation: generation(UInt8(number / 500)), offset: Int64(number))
        }
        if isOne(in: 4) { fill(&event) }
        if event.banID != nil, !isOne(in: 3) { event.origin = origin() }
        return event
    }

    private mutating func fill(_ event: inout EventRecord) {
        event.utcOffset = Int64(roll(-12...14) * 3600)
        event.banTime = isOne(in: 3) ? -1 : Int64(roll(1...9999))
        event.count = Int64(roll(0...9))
        event.failures = Int64(roll(0...9))
        event.repeats = Int64(roll(0...2))
        event.isEnforced = !isOne(in: 3)
        event.note = isOne(in: 2) ? "note \(roll(0...99))" : nil
        event.operationID = isOne(in: 2) ? "operation" : nil
    }

    /// One origin in four is of no country, one in three of no network.
    mutating func origin() -> EventOrigin {
        let source = EventOrigin.Source(
            name: isOne(in: 2) ? "one" : "e\u{301}", builtAt: isOne(in: 2) ? nil : 1_763_000_000)
        var origin = EventOrigin()
        if !isOne(in: 4) { origin.country = .init(code: ["DE", "DF", "AA", "ZY"][roll(0...3)], source: source) }
        if !isOne(in: 3) {
            let number = [64_496, 64_497, 4_294_967_295][roll(0...2)]
            origin.network = .init(number: Int64(number), name: isOne(in: 3) ? "" : "net\u{0}work", source: source)
        }
        return origin
    }

    private mutating func origins() -> OriginFilter {
        OriginFilter(
            country: isOne(in: 2) ? nil : ["DE", "AA", "ZZ", "QQ"][roll(0...3)],
            network: isOne(in: 2) ? nil : [64_496, 64_497, 1][roll(0...2)])
    }

    mutating func jail() -> String { ["sshd", "nginx", "e\u{301}", "\u{e9}", "post fix"][min(roll(0...8), 4)] }

    mutating func id() -> String {
        switch roll(0...13) {
        case 0...5: return "10.\(roll(0...3) * 9).\(roll(0...1) * 200).\(roll(0...255))"
        case 6: return "\(roll(1...255)).\(roll(0...255)).\(roll(0...255)).\(roll(0...255))"
        case 7: return "10.\(roll(0...3) * 9).0.0/\(roll(16...31))"
        case 8: return ["10.0.0.0/8", "0.0.0.0/1", "2001:db8::/32", "::/3", "10.0.0.0/7"][roll(0...4)]
        case 9...10:
            return ["2001:db8::", "2001:db8:1::", "::", "2001:d::", "fe80::1:", "2001:db8:0:1::"][roll(0...5)]
                + (isOne(in: 2) ? "\(roll(1...3))" : String(roll(4096...65535), radix: 16))
        case 11:
            return ["user", "us\u{e9}r", "::ffff:10.0.0.1", "10.0.0.01", "10.0.0", "1", "10.0.0.1/32"][roll(0...6)]
        case 12: return String(repeating: "x", count: roll(62...66)) + (isOne(in: 2) ? "y" : "")
        default: return "::\(roll(1...9)).2.3.4"
        }
    }

    /// A question about events up to a moment.
    mutating func query(until end: Int64) -> EventQuery {
        var query = EventQuery(filter: filter(), limit: isOne(in: 3) ? roll(1...7) : roll(40...600))
        if isOne(in: 3) { query.from = Int64(roll(0...Int(end))) }
        if isOne(in: 3) { query.to = Int64(roll(0...Int(end))) }
        return query
    }

    mutating func filter() -> EventFilter {
        var filter = EventFilter()
        if isOne(in: 3) { filter.host = ["local", "other", "none"][roll(0...2)] }
        if isOne(in: 3) { filter.jails = (0...roll(0...2)).map { _ in jail() } }
        if isOne(in: 3) { filter.kinds = Set((0...roll(0...2)).map { _ in EventKind.allCases[roll(0...9)] }) }
        if isOne(in: 4) { filter.reasons = [EventReason.allCases[roll(0...6)]] }
        filter.match = match()
        if isOne(in: 3) { filter.origin = origins() }
        return filter
    }

    private mutating func match() -> BanQuery.Match {
        switch roll(0...5) {
        case 0...1: return .any
        case 2: return .text(id())
        case 3...4:
            let id = id()
            return .prefix(String(decoding: id.utf8.prefix(roll(1...id.utf8.count)), as: UTF8.self))
        default:
            let length = roll(0...32)
            let first = UInt32(0x0a00_0000 | UInt32(roll(0...0x1fffff)) << 4) & (length == 0 ? 0 : ~0 << (32 - length))
            let last = length == 32 ? first : first | (UInt32.max >> length)
            let range: ([UInt8], [UInt8]) = (Self.address(first), Self.address(last))
            return isOne(in: 4)
                ? .range(first: Self.v6(0), last: Self.v6(UInt8(roll(0...255)))) : .range(first: range.0, last: range.1)
        }
    }

    private static func address(_ number: UInt32) -> [UInt8] {
        key(UInt8(number >> 24), UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255))
    }

    private static func v6(_ last: UInt8) -> [UInt8] {
        [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: last, count: 12)
    }
}
