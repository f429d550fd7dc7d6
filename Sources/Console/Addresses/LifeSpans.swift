/// Makes spans of the events that began and ended bans of one id.
struct LifeSpans {
    /// The spans, the first first.
    private(set) var spans: [AddressTimeline.Span] = []
    /// Where the open span of a jail stands.
    private var open: [String: Int] = [:]

    /// - Parameters:
    ///   - events: bans, restores, rebans, unbans and repeals of the id, the first first.
    ///   - inForce: its bans in force.
    init(_ events: [EventEntry], inForce: [BanEntry], now: Int64) {
        for event in events {
            guard let jail = event.jail else { continue }
            switch event.kind {
            case .ban: begin(event, jail)
            // A ban that is applied again, or was never told to have been set aside, goes on.
            case .restore where open[jail] == nil, .reban where open[jail] == nil: begin(event, jail)
            case .unban: end(jail, at: event.at, Self.ending(of: event))
            case .repeal: end(jail, at: event.at, .stopped)
            default: break
            }
        }
        for ban in inForce { hold(ban, now: now) }
        for index in open.values { giveUp(index, now: now) }
        spans.sort { ($0.from, $0.event ?? .max) < ($1.from, $1.event ?? .max) }
    }

    private mutating func begin(_ event: EventEntry, _ jail: String) {
        end(jail, at: event.at, .unknown)
        open[jail] = spans.count
        spans.append(
            AddressTimeline.Span(
                event: event.id, jail: jail, from: event.at, to: nil, isInForce: false, ending: nil,
                length: event.length, isByHand: event.why == .hand, isRestored: event.kind != .ban,
                failures: event.failures, operationID: event.operationID))
    }

    private mutating func end(_ jail: String, at moment: Int64, _ ending: AddressRecord.Ending) {
        guard let index = open.removeValue(forKey: jail) else { return }
        spans[index].to = max(moment, spans[index].from)
        spans[index].ending = ending
    }

    private mutating func hold(_ ban: BanEntry, now: Int64) {
        if let index = open.removeValue(forKey: ban.jail) { return spans[index].isInForce = true }
        spans.append(
            AddressTimeline.Span(
                event: nil, jail: ban.jail, from: ban.bannedAt ?? now, to: nil, isInForce: true, ending: nil,
                length: nil, isByHand: false, isRestored: false))
    }

    /// Nothing told of its end, and it is not in force: where its time is over, that may have been it.
    private mutating func giveUp(_ index: Int, now: Int64) {
        spans[index].ending = .unknown
        guard case .seconds(let seconds) = spans[index].length, spans[index].from + seconds <= now else { return }
        spans[index].to = spans[index].from + seconds
    }

    private static func ending(of event: EventEntry) -> AddressRecord.Ending {
        switch event.why {
        case .expired: .expired
        case .hand: .hand
        default: .unknown
        }
    }
}
