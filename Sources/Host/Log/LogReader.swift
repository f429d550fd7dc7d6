import Fail2ban
import Synchronization

/// Reads the daemon's log with all its rotations from given positions on.
///
/// It remembers nothing that a reading depends on: only what spares work, and where generations ended that have gone.
final class LogReader: Sendable {
    private struct Memory {
        var knowledge = LogKnowledge()
        /// The end of every generation that was seen, to know of one that vanished whether it was read to its end.
        var ends: [[UInt8]: Int64] = [:]
        var begun: BegunText?
    }

    private let memory = Mutex(Memory())

    /// Generations whose end is remembered at most.
    private static let mostEnds = 1000

    /// What stands after the positions, up to about `limit` bytes; at least one line.
    func read(
        _ folder: LogFolder, after positions: [LogPosition], zone: ZoneRules, limit: Int
    ) throws(LogFault) -> LogReading {
        var memory = take()
        defer { put(memory) }
        let generations = try folder.generations(&memory.knowledge)
        var pass = LogPass(positions: positions, zone: zone, limit: Int64(max(limit, 1)), begun: memory.begun)
        // A reading that fails may have moved it on.
        memory.begun = nil
        for generation in generations {
            guard try pass.read(generation, &memory.knowledge) else { break }
        }
        memory.begun = pass.begun
        var reading = pass.reading(of: generations, memory.knowledge)
        reading.vanished = Self.vanished(positions, generations, memory.ends)
        if memory.ends.count > Self.mostEnds { memory.ends = [:] }
        for generation in generations {
            memory.ends[generation.head.generation] = pass.end(of: generation, memory.knowledge)
        }
        return reading
    }

    /// Whether there is a whole line after the positions.
    func hasMore(_ folder: LogFolder, beyond positions: [LogPosition]) throws(LogFault) -> Bool {
        try hasMore(try generations(of: folder), beyond: LogPass.offsets(positions))
    }

    /// The generations of the log as they are now.
    func generations(of folder: LogFolder) throws(LogFault) -> [LogGeneration] {
        var memory = take()
        defer { put(memory) }
        return try folder.generations(&memory.knowledge)
    }

    /// Whether one of the generations has a whole line after how far it was taken in. What is found out about where they
    /// end is found out once for all who ask.
    func hasMore(_ generations: [LogGeneration], beyond offsets: [[UInt8]: Int64]) throws(LogFault) -> Bool {
        var knowledge = memory.withLock { $0.knowledge }
        let known = knowledge.ends.count
        defer {
            if knowledge.ends.count > known {
                memory.withLock { $0.knowledge.ends.merge(knowledge.ends) { _, new in new } }
            }
        }
        for generation in generations {
            let offset = offsets[generation.head.generation] ?? 0
            if try generation.hasLine(after: offset, &knowledge) { return true }
        }
        return false
    }

    /// A reading works on its own copy: two at once do not wait for each other.
    private func take() -> Memory {
        memory.withLock { memory in
            let copy = memory
            memory.begun = nil
            return copy
        }
    }

    private func put(_ copy: Memory) { memory.withLock { $0 = copy } }

    /// Positions whose generation is gone and was perhaps not read to its end: where it was last seen longer, or where
    /// it was never seen and nothing newer was begun, which happens only after a generation was read to its end.
    private static func vanished(
        _ positions: [LogPosition], _ generations: [LogGeneration], _ ends: [[UInt8]: Int64]
    ) -> [LogPosition] {
        let present = Set(generations.map(\.head.generation))
        let newest = positions.compactMap(\.lastTime).max()
        return positions.filter { position in
            guard !present.contains(position.generation) else { return false }
            if let end = ends[position.generation] { return position.offset < end }
            return position.lastTime == newest
        }
    }
}

/// A packed file that was read half: the next reading goes on there, and need not unpack it from its beginning.
struct BegunText {
    var state: FileState
    var scanner: LineScanner
    var text: LogText
}

extension LogGeneration {
    /// Whether a whole line ends after `offset`.
    func hasLine(after offset: Int64, _ knowledge: inout LogKnowledge) throws(LogFault) -> Bool {
        if let end = knowledge.ends[file.state] { return end > offset }
        if offset < head.length { return true }
        if file.name.isCompressed {
            if offset == file.textSize { return false }
            var text = try LogText(file, from: offset)
            var scanner = LineScanner(at: offset)
            while try !scanner.scan(&text, limit: 1 << 20, { _, _, _ in }) {}
            knowledge.ends[file.state] = scanner.end
            return scanner.end > offset
        }
        guard file.state.size > offset else { return false }
        var text = try LogText(file, from: offset)
        var scanner = LineScanner(at: offset)
        let isAtEnd = try scanner.scan(&text, limit: 1) { _, _, _ in }
        if isAtEnd { knowledge.ends[file.state] = scanner.end }
        return scanner.end > offset
    }
}
