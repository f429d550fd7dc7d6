import Fail2ban
import Host
import Storage

/// Joins the daemon's own records of bans with the events that its log told of.
struct RecordPairing {
    /// Seconds by which the line of a ban may stand before the `timeofban` of its record, by rounding.
    static let rounding: Int64 = 2
    /// Seconds after its ban within which the line of a record is waited for, before the record becomes an event.
    static let patience: Int64 = 30

    let host: HostID
    let traces: OperationTraces
    /// The moment, in UTC epoch seconds.
    let now: Int64
    /// Whether lines may still come: the log can be read.
    let awaitsLines: Bool
    let events: Events
    /// Tells where an address is.
    var origins = OriginFinder.none

    /// What became of some records.
    struct Result: Sendable {
        /// Events that no line told of.
        var added: [EventRecord] = []
        /// How many events were amended.
        var amended = 0
        /// The records that became known, in no order.
        var known: [RecordedBan] = []
        /// The records whose lines are still waited for.
        var waiting: [RecordedBan] = []

        /// Takes in what became of others.
        mutating func join(_ other: Result) {
            added += other.added
            amended += other.amended
            known += other.known
            waiting += other.waiting
        }
    }

    /// Takes records in, in the order of their time.
    ///
    /// The newest comes first: of two bans of an id, the later record can only be of the later line, and what is left
    /// before that is the earlier one's.
    func take(_ records: [RecordedBan]) throws -> Result {
        var result = Result()
        var limits: [RecordedBan.Subject: Int64] = [:]
        for round in Self.rounds(records) { try take(round, &limits, &result) }
        return result
    }

    /// The newest record of each subject, then that before it of each, and so on: what a round finds is written together,
    /// before the next one looks.
    private static func rounds(_ records: [RecordedBan]) -> [[RecordedBan]] {
        var counts: [RecordedBan.Subject: Int] = [:]
        var rounds: [[RecordedBan]] = []
        for record in records.reversed() {
            let round = counts[record.key.subject, default: 0]
            counts[record.key.subject] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(record)
        }
        return rounds
    }

    /// Takes in one record of each of some subjects, no later than `limits` says.
    private func take(
        _ records: [RecordedBan], _ limits: inout [RecordedBan.Subject: Int64], _ result: inout Result
    ) throws {
        var amends = try EventAmends(events)
        var missing: [RecordedBan] = []
        let known = try known(records)
        let unknown = records.indices.filter { known[$0] == nil }.map { records[$0] }
        var unpaired = try unpaired(unknown, limits).makeIterator()
        for (record, known) in zip(records, known) {
            let subject = record.key.subject
            if let known {
                limits[subject] = known.at
            } else if let found = unpaired.next() ?? nil {
                let event = try pair(record, with: found, &amends)
                limits[subject] = event.at
                result.amended += 1
                result.known.append(record)
            } else {
                limits[subject] = record.bannedAt + Self.rounding
                if awaitsLines, record.bannedAt > now - Self.patience {
                    result.waiting.append(record)
                } else {
                    missing.append(record)
                    result.known.append(record)
                }
            }
        }
        let added = try events.append(missing.map { event(of: $0) })
        for (event, record) in zip(added, missing) { try amends.enter(record.matches, of: event) }
        result.added += added
        try amends.write()
    }

    /// The events that records were paired with before.
    private func known(_ records: [RecordedBan]) throws -> [EventRecord?] {
        try events.recorded(
            host: host.text,
            records.map { RecordPlace(jail: $0.jail.text, id: $0.id.text, recordedAt: $0.bannedAt) })
    }

    /// The events of the lines that tell of records, up to the `limits` of their subjects; nil where there is none. A line
    /// stands after the failure that led to it, unless the two clocks were set between.
    private func unpaired(
        _ records: [RecordedBan], _ limits: [RecordedBan.Subject: Int64]
    ) throws -> [EventRecord?] {
        var found = [EventRecord?](repeating: nil, count: records.count)
        for early in [0, Self.rounding] {
            let open = found.indices.filter { found[$0] == nil }
            let questions = open.map { index in
                let record = records[index]
                return UnpairedBan(
                    jail: record.jail.text, id: record.id.text, from: record.bannedAt - early,
                    through: limits[record.key.subject] ?? .max, exact: record.bannedAt + Self.rounding,
                    vague: record.bannedAt + RecordIntake.lag)
            }
            for (index, event) in zip(open, try events.unpairedBans(host: host.text, questions)) {
                found[index] = event
            }
        }
        return found
    }

    /// Amends the event of the line that tells of a record.
    private func pair(
        _ record: RecordedBan, with found: EventRecord, _ amends: inout EventAmends
    ) throws -> EventRecord {
        var event = found
        if event.source == .socket { event.takeTime(of: record) }
        event.note(record)
        if event.why == nil, event.kind == .ban { event.why = record.failures == 0 ? .hand : .failures }
        try amends.add(event, was: found, lines: record.matches)
        return event
    }

    /// The event of a record of which no line told.
    private func event(of record: RecordedBan) -> EventRecord {
        var event = EventRecord(
            host: host.text, at: record.bannedAt, kind: .ban, source: .database, jail: record.jail.text,
            banID: record.id.text)
        event.note(record.id)
        event.note(record)
        let cause = traces.cause(
            of: ["ban", "undo"], jail: record.jail.text, banID: record.id.text, at: record.bannedAt)
        event.why = cause != nil || record.failures == 0 ? .hand : .failures
        event.operationID = cause?.operationID
        event.origin = origins.origin(of: record.id.text)
        return event
    }
}

extension RecordedBan {
    /// Whose ban it is.
    struct Subject: Hashable {
        var jail: JailName
        var id: BanID
    }

    /// Which ban it is: the daemon makes one of an id in a second.
    struct Key: Hashable {
        var subject: Subject
        var bannedAt: Int64
    }

    var key: Key { Key(subject: Subject(jail: jail, id: id), bannedAt: bannedAt) }
}

extension EventRecord {
    /// Makes what was seen to be in force the event of its record, which knows since when; it may be a second ahead.
    fileprivate mutating func takeTime(of record: RecordedBan) {
        (at, millisecond, since) = (min(at, record.bannedAt), 0, nil)
        source = .database
    }

    /// Notes what a record of the daemon knows of this ban. What a line said of a longer time stays.
    fileprivate mutating func note(_ record: RecordedBan) {
        recordedAt = record.bannedAt
        failures = Int64(record.failures)
        count = max(count ?? 0, Int64(record.count))
        if banTime == nil { banTime = record.time?.fail2ban }
    }
}
