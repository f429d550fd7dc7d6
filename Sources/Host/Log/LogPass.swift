import Fail2ban

/// One reading through the generations of the log, the oldest first.
struct LogPass {
    private let offsets: [[UInt8]: Int64]
    private let known: [[UInt8]: LogPosition]
    private let zone: ZoneRules
    private var left: Int64
    private var last: Int64?
    private var observations: [LogObservation] = []
    private var moved: [LogPosition] = []
    /// The end of what was read of each generation now.
    private var ends: [[UInt8]: Int64] = [:]
    /// The generation read before, whose file may still be written.
    private var previous: (file: LogFile, size: Int64)?

    /// The packed file that was read half.
    private(set) var begun: BegunText?

    init(positions: [LogPosition], zone: ZoneRules, limit: Int64, begun: BegunText?) {
        offsets = Self.offsets(positions)
        known = Dictionary(positions.map { ($0.generation, $0) }) { $0.offset > $1.offset ? $0 : $1 }
        self.zone = zone
        left = limit
        self.begun = begun
    }

    /// How far each generation was taken in.
    static func offsets(_ positions: [LogPosition]) -> [[UInt8]: Int64] {
        Dictionary(positions.map { ($0.generation, $0.offset) }) { max($0, $1) }
    }

    /// Reads one generation on; whether the next may be read, which begins only when this one is at its end.
    mutating func read(
        _ generation: LogGeneration, _ knowledge: inout LogKnowledge
    ) throws(LogFault) -> Bool {
        let id = generation.head.generation
        let start = offsets[id] ?? 0
        last = [last, known[id]?.lastTime].compactMap(\.self).max()
        let size = generation.file.size
        // A packed file says its length: one that was read to its end need not be unpacked to know that.
        if generation.file.name.isCompressed, start > 0, start == generation.file.textSize {
            knowledge.ends[generation.file.state] = start
        }
        let isKnown = knowledge.ends[generation.file.state].map { $0 <= start } ?? false
        if isKnown || (!generation.file.name.isCompressed && size < start) {
            note(generation, size: generation.file.state.size)
            return left > 0
        }
        guard left > 0 else { return false }
        let part = try part(of: generation, from: start)
        guard try isTrue(part, generation) else { return false }
        if part.isAtEnd, size == generation.file.state.size, size == generation.file.size {
            knowledge.ends[generation.file.state] = part.end
        }
        take(part, generation, start)
        note(generation, size: size)
        return part.isAtEnd && left > 0
    }

    /// Lines of one generation.
    private struct Part {
        var observations: [LogObservation] = []
        var clock: LogClock
        var end: Int64
        var isAtEnd: Bool
    }

    private mutating func part(of generation: LogGeneration, from start: Int64) throws(LogFault) -> Part {
        var (scanner, text) = try source(generation, start)
        var clock = LogClock(zone, last: last)
        var found: [LogObservation] = []
        let isAtEnd = try scanner.scan(&text, limit: left) { line, start, end in
            guard let stamp = LogStamp(line) else { return }
            let moment = clock.moment(of: stamp)
            guard let line = LogLine(line, stamp) else { return }
            found.append(
                LogObservation(
                    generation: generation.head.generation, offset: start, end: end, time: moment.time,
                    utcOffset: moment.utcOffset, jail: line.jail, message: line.message))
        }
        if !isAtEnd, case .packed = text {
            begun = BegunText(state: generation.file.state, scanner: scanner, text: text)
        }
        return Part(observations: found, clock: clock, end: scanner.end, isAtEnd: isAtEnd)
    }

    private mutating func source(
        _ generation: LogGeneration, _ start: Int64
    ) throws(LogFault) -> (LineScanner, LogText) {
        if let begun, begun.state == generation.file.state, begun.scanner.end == start {
            self.begun = nil
            return (begun.scanner, begun.text)
        }
        return (LineScanner(at: start), try LogText(generation.file, from: start))
    }

    /// Whether what was read belongs to the generation and is in its turn: the file was not truncated and begun anew
    /// under the reading (copytruncate), and the generation before it was not written on (a rename before the daemon
    /// reopens its log).
    private func isTrue(_ part: Part, _ generation: LogGeneration) throws(LogFault) -> Bool {
        if let previous, part.end > (offsets[generation.head.generation] ?? 0), previous.file.size != previous.size {
            return false
        }
        guard !generation.file.name.isCompressed else { return true }
        guard generation.file.size >= part.end else { return false }
        return try generation.head.begins(generation.file)
    }

    private mutating func take(_ part: Part, _ generation: LogGeneration, _ start: Int64) {
        let id = generation.head.generation
        ends[id] = part.end
        last = part.clock.last
        guard part.end > start else { return }
        left -= part.end - start
        observations += part.observations
        let state = generation.file.state
        moved.append(
            LogPosition(
                generation: id, device: state.device, inode: state.inode, offset: part.end, lastTime: part.clock.last))
    }

    /// Remembers the size from before the reading: what is written from then on makes it greater.
    private mutating func note(_ generation: LogGeneration, size: Int64) {
        guard !generation.file.name.isCompressed else { return }
        previous = (generation.file, size)
    }

    /// How long a generation is as far as it is known: of a packed one that was not read to its end it is a guess.
    func end(of generation: LogGeneration, _ knowledge: LogKnowledge) -> Int64 {
        knowledge.ends[generation.file.state] ?? max(ends[generation.head.generation] ?? 0, generation.file.textSize)
    }

    /// What came of it.
    func reading(of generations: [LogGeneration], _ knowledge: LogKnowledge) -> LogReading {
        var remaining: Int64 = 0
        for generation in generations {
            let id = generation.head.generation
            let done = max(ends[id] ?? 0, offsets[id] ?? 0)
            remaining += max(0, end(of: generation, knowledge) - done)
        }
        return LogReading(
            observations: observations, positions: moved, remaining: remaining,
            generations: generations.map(\.head.generation))
    }
}
