import Host
import Storage

/// The lines of one reading that can be judged now, with the positions after them.
struct LineBatch: Sendable {
    /// The lines to take in.
    let lines: [LogObservation]
    let lookahead: StopLookahead
    /// The positions that these lines move on.
    let positions: [LogPosition]
    /// Whether lines at the end were left for the next batch, because what follows decides about them.
    let isCut: Bool
    /// The generations that no file holds any more.
    let gone: [[UInt8]]

    /// Generations without a file whose positions are kept.
    static let rememberedGenerations = 100

    /// Takes a reading that began at `known`. While more of the log is there, lines about unbans at its end wait for
    /// what follows, unless that would leave nothing.
    init(_ reading: LogReading, known: [LogPosition]) {
        let lookahead = StopLookahead(reading.observations)
        self.lookahead = lookahead
        let existing = Set(reading.generations)
        // A file may come back from wherever it was moved to.
        gone = known.map(\.generation).filter { !existing.contains($0) }.dropLast(Self.rememberedGenerations)
        guard reading.remaining > 0, let open = lookahead.firstOpen, open > reading.observations.count / 2 else {
            lines = reading.observations
            positions = reading.positions
            isCut = false
            return
        }
        lines = Array(reading.observations[..<open])
        positions = Self.positions(reading, before: reading.observations[open], known: known)
        isCut = true
    }

    /// All positions of the host once this batch is stored.
    func after(_ known: [LogPosition]) -> [LogPosition] {
        let moved = Set(positions.map(\.generation))
        return known.filter { !moved.contains($0.generation) && !gone.contains($0.generation) } + positions
    }

    /// The positions where a line of the reading begins: generations after its own are not begun yet.
    private static func positions(
        _ reading: LogReading, before line: LogObservation, known: [LogPosition]
    ) -> [LogPosition] {
        guard let place = reading.positions.firstIndex(where: { $0.generation == line.generation }) else { return [] }
        var cut = reading.positions[place]
        cut.offset = line.offset
        cut.lastTime = line.time
        return reading.positions[..<place] + [cut]
    }
}
