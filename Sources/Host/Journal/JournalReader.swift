import Synchronization

/// Reads what fail2ban wrote to the system's journal from given positions on, by runs of `journalctl`.
///
/// It remembers nothing that a reading depends on: only what spares runs, and what is gone. Where a journal was begun
/// anew, as after a crash, its entries are found by their time: those of a clock that was set back before the last one
/// that was taken in are not.
final class JournalReader: Sendable {
    private struct Memory {
        var tail: JournalTail?
        var tailStarted: ContinuousClock.Instant?
        /// The newest entry that the tail knew of when a reading found nothing after these positions.
        var answered: (latest: JournalPlace, positions: Set<LogPosition>)?
        /// The last reading that reached the end.
        var last: (end: ContinuousClock.Instant, took: Duration)?
        var gap: (gap: JournalGap, seen: ContinuousClock.Instant)?

        /// Whether the tail knows of an entry after the positions that no reading has looked for.
        func tells(of tail: JournalTail, after positions: [LogPosition]) -> Bool {
            guard let latest = tail.latest, !JournalReader.covers(positions, latest) else { return false }
            return answered.map { $0.latest != latest || $0.positions != Set(positions) } ?? true
        }
    }

    let program: JournalProgram
    let patience: Duration
    private let memory = Mutex(Memory())

    /// How long the tail is believed when it is silent.
    private static let trust: Duration = .seconds(30)
    /// Time between two starts of the tail.
    private static let restart: Duration = .seconds(1)
    /// A reading takes so much of the time at most: of five parts one.
    private static let rest = 4
    /// How long a gap is told of.
    private static let gapIsTold: Duration = .seconds(86_400)

    init(_ program: JournalProgram, patience: Duration = .seconds(30)) {
        self.program = program
        self.patience = patience
    }

    /// What stands after the positions, up to about `limit` bytes of text; at least one entry. It blocks its thread.
    func read(
        after positions: [LogPosition], zone: ZoneRules, limit: Int, users: Set<UInt32>,
        isCancelled: () -> Bool = { false }
    ) throws(LogFault) -> LogReading {
        guard let path = program.path else { throw Self.fault("journalctl is not there") }
        let began = ContinuousClock.now
        let latest = latest()
        var pass = JournalPass(positions: positions, zone: zone, limit: limit)
        let end = run(path, from: pass.start, users, isCancelled) { entry in
            pass.take(entry)
            return !pass.isFull
        }
        if case .failed(let reason) = end, pass.isEmpty { throw Self.fault(reason) }
        note(pass.gap, end, began)
        if end == .atEnd, pass.isEmpty, let latest {
            memory.withLock { $0.answered = (latest, Set(positions)) }
        }
        return pass.reading(isAtEnd: end == .atEnd)
    }

    private func run(
        _ path: String, from start: JournalPosition?, _ users: Set<UInt32>, _ isCancelled: () -> Bool,
        take: (JournalEntry) -> Bool
    ) -> JournalRun.End {
        // From the last one taken on, not after it: so it shows whether it is still there, and a `journalctl` that does
        // not find it would pass over the next one.
        let words = start.map { ["--cursor=" + $0.place.cursor] } ?? []
        var complaint = ""
        return JournalRun.run(
            program.arguments(path, words, users: users), patience: patience, isCancelled: isCancelled,
            complaint: &complaint, take: take)
    }

    private func note(_ gap: JournalGap?, _ end: JournalRun.End, _ began: ContinuousClock.Instant) {
        memory.withLock { memory in
            if let gap { memory.gap = (gap, .now) }
            if end == .atEnd { memory.last = (.now, .now - began) }
        }
    }

    private func latest() -> JournalPlace? {
        memory.withLock { memory in
            memory.tail?.look()
            return memory.tail?.latest
        }
    }

    /// Whether the tail knows of nothing after the positions, and can be believed.
    func isQuiet(after positions: [LogPosition]) -> Bool {
        memory.withLock { memory in
            guard let tail = memory.tail, let last = memory.last, .now - last.end < Self.trust else { return false }
            tail.look()
            return tail.isRunning && !memory.tells(of: tail, after: positions)
        }
    }

    /// Whether it is time to read: the tail tells of more than the positions, or has told nothing for long. It does not
    /// wait, and has the tail started.
    func hasMore(after positions: [LogPosition], users: Set<UInt32>) -> Bool {
        memory.withLock { memory in
            follow(&memory, users)
            let now = ContinuousClock.now
            if let last = memory.last {
                // Under many lines the runs of `journalctl` are kept apart.
                guard now - last.end >= last.took * Self.rest else { return false }
                if now - last.end >= Self.trust { return true }
            }
            guard let tail = memory.tail else { return false }
            tail.look()
            return memory.tells(of: tail, after: positions)
        }
    }

    private func follow(_ memory: inout Memory, _ users: Set<UInt32>) {
        if let tail = memory.tail, tail.isRunning, tail.users == users { return }
        if let started = memory.tailStarted, .now - started < Self.restart { return }
        memory.tailStarted = .now
        memory.tail = JournalTail(program, users: users)
    }

    fileprivate static func covers(_ positions: [LogPosition], _ place: JournalPlace) -> Bool {
        let generation = JournalPosition.generation(place.series)
        return positions.contains { $0.generation == generation && $0.offset > place.number }
    }

    /// Ends the tail.
    func close() {
        memory.withLock { $0.tail = nil }
    }

    /// What the journal dropped before it was read, as of the last day.
    var gap: JournalGap? {
        memory.withLock { $0.gap }.flatMap { .now - $0.seen < Self.gapIsTold ? $0.gap : nil }
    }

    private static func fault(_ reason: String) -> LogFault { LogFault(path: "the system's journal", reason: reason) }
}
