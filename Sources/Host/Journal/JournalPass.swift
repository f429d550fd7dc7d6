import Fail2ban

/// One reading through the journal: entries become observations, each once.
///
/// What was taken in of each series decides; the place at which the reading began only spares work.
struct JournalPass {
    /// The position at which the reading begins: of the series that was read last.
    let start: JournalPosition?
    private let zone: ZoneRules
    private let limit: Int
    private var taken: [[UInt8]: Int64]
    private var order: UInt64
    private var last: [UInt8]?
    private var size = 0
    private var isFirst = true
    private var observations: [LogObservation] = []
    private var moved: [[UInt8]: JournalPosition] = [:]
    /// The entries between which others are gone.
    private(set) var gap: JournalGap?

    /// What an entry counts for beside its text, as long as the head of a line in a file is.
    private static let head = 60

    init(positions: [LogPosition], zone: ZoneRules, limit: Int) {
        let known = positions.compactMap { JournalPosition($0) }
        start = known.max { $0.order < $1.order }
        taken = Dictionary(known.map { ($0.place.series, $0.place.number) }) { max($0, $1) }
        order = start?.order ?? 0
        last = start?.place.series
        self.zone = zone
        self.limit = max(limit, 1)
    }

    /// Whether no more entries fit.
    var isFull: Bool { size >= limit }

    /// Whether nothing was found.
    var isEmpty: Bool { moved.isEmpty }

    /// Takes the next entry of a reading that began at `start`, unless it was taken before.
    mutating func take(_ entry: JournalEntry) {
        defer { isFirst = false }
        if isFirst, let start {
            // The same entry in another file: the journal was moved from memory to disk.
            if entry.place.series != start.place.series, entry.place.received == start.place.received {
                move(to: entry)
                return
            }
            if !follows(entry.place, start.place) { gap = JournalGap(from: start.lastTime, to: entry.time) }
        }
        guard entry.place.number > taken[entry.place.series] ?? -1 else { return }
        move(to: entry)
        size += entry.text.count + Self.head
        guard let line = LogEntry(entry.text, writer: entry.writer, priority: entry.priority) else { return }
        observations.append(
            LogObservation(
                generation: JournalPosition.generation(entry.place.series), offset: entry.place.number,
                end: entry.place.number + 1, time: entry.time, utcOffset: zone.offset(at: entry.time / 1000),
                jail: line.jail, message: line.message))
    }

    /// The last entry that was taken, or the one after it: then no other of fail2ban's was between them.
    private func follows(_ place: JournalPlace, _ start: JournalPlace) -> Bool {
        place.series == start.series && (start.number...start.number + 1).contains(place.number)
    }

    private mutating func move(to entry: JournalEntry) {
        if last != entry.place.series { order += 1 }
        last = entry.place.series
        taken[entry.place.series] = entry.place.number
        moved[entry.place.series] = JournalPosition(place: entry.place, order: order, lastTime: entry.time)
    }

    /// What came of it; `isAtEnd` where nothing is left.
    func reading(isAtEnd: Bool) -> LogReading {
        // Nobody knows how much is left before it is read.
        let remaining: Int64 = isAtEnd ? 0 : 1
        return LogReading(
            observations: observations, positions: moved.values.sorted { $0.order < $1.order }.map(\.logPosition),
            remaining: remaining, generations: taken.keys.map(JournalPosition.generation),
            vanished: gap == nil ? [] : start.map { [$0.logPosition] } ?? [])
    }
}

/// Entries that the journal dropped before they were read.
struct JournalGap: Hashable {
    /// The time of the last entry before them, in UTC epoch milliseconds.
    var from: Int64?
    /// The time of the first after them.
    var to: Int64
}
