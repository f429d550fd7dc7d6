import Fail2ban
import Host
import Storage

/// Finds the event that a line about an id in a jail tells of, which another source has told before.
struct LateLine {
    /// Seconds within which a line about a ban takes over what the daemon's database told of: its time is that of the last
    /// failure.
    static let takeover: Int64 = 3600
    /// Seconds by which a line about an unban may follow it: fail2ban takes bans off its list first and then runs their
    /// actions one after the other, each with its line.
    static let slowness: Int64 = 120

    let host: HostID
    let jail: JailName
    let id: BanID
    let events: Events

    /// The ban or restore that the line of a ban tells of; `lift` is the latest unban before it that is not stored yet.
    func ban(_ line: EventRecord, after lift: EventRecord?) throws -> EventRecord? {
        guard let found = try candidate(line, [.ban, .restore], back: Self.takeover) else { return nil }
        guard found.precedes(line) else { return found }
        let isOver = try lift.map(found.precedes) ?? false || hasLift(line, after: found)
        return isOver ? nil : found
    }

    /// The unban or repeal that the line of one tells of; `ban` is the latest ban before it.
    func lift(_ line: EventRecord, after ban: EventRecord?) throws -> EventRecord? {
        guard let found = try candidate(line, [.unban, .repeal], back: Self.slowness) else { return nil }
        guard found.precedes(line), let ban else { return found }
        return found.precedes(ban) ? nil : found
    }

    /// What was seen at the very moment, or else within moments that hold it, or else last before.
    private func candidate(_ line: EventRecord, _ kinds: Set<EventKind>, back: Int64) throws -> EventRecord? {
        let last = line.at + UnbanJudge.tolerance
        let found = try events.unplaced(
            host: host.text, jail: jail.text, id: id.text, kinds: kinds, from: line.at - back, through: .max
        ).filter { ($0.since ?? $0.at) <= last }
        return found.last { $0.since == nil && abs($0.at - line.at) <= UnbanJudge.tolerance }
            ?? found.first { $0.since != nil && line.at <= $0.at + UnbanJudge.tolerance } ?? found.last
    }

    private func hasLift(_ line: EventRecord, after ban: EventRecord) throws -> Bool {
        let filter = EventFilter(
            host: host.text, jails: [jail.text], kinds: [.unban, .repeal], match: .text(id.text))
        let page = try events.page(EventQuery(filter: filter, from: ban.at, to: line.at + 1, limit: 50))
        return page.events.contains { ban.precedes($0) && $0.precedes(line) }
    }
}

extension EventRecord {
    /// Whether this event happened before another; of one moment, what became visible first, and what is not stored yet
    /// is the last.
    func precedes(_ other: EventRecord) -> Bool {
        let (mine, theirs) = (at * 1000 + millisecond, other.at * 1000 + other.millisecond)
        return mine < theirs || (mine == theirs && id != 0 && (other.id == 0 || id < other.id))
    }
}
