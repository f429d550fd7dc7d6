/// A line that led to a ban, found by a word in it.
public struct LineMatch: Hashable, Sendable {
    /// The ban's event.
    public var event: EventRecord
    /// The line, as the daemon kept it.
    public var line: [UInt8]

    /// Takes each part as it is.
    public init(event: EventRecord, line: [UInt8]) {
        self.event = event
        self.line = line
    }
}

/// What one look through lines found, and where the next goes on.
public struct LineMatches: Hashable, Sendable {
    /// The lines, those of the event that became visible last first.
    public var matches: [LineMatch]
    /// How many lines were looked at.
    public var seen: Int
    /// Where to go on; nil where every line was looked at.
    public var next: LinePlace?
    /// When the event was that was looked at last, in UTC epoch seconds; nil where nothing was left to look at.
    public var reached: Int64?
}

/// A line's place among all: its event and its number there.
public struct LinePlace: Hashable, Sendable {
    /// The event's id.
    public var event: Int64
    /// The line's number.
    public var line: Int64

    /// Takes each part as it is.
    public init(event: Int64, line: Int64) {
        self.event = event
        self.line = line
    }
}

extension Events {
    /// Lines of one statement: a look at the time after each.
    static let lineStride = 500

    /// Looks for lines that hold a word, from the last ones back, until so many are found or it is enough.
    ///
    /// - Parameters:
    ///   - word: bytes to be found as they are, except that A to Z and a to z are the same; none are in no line.
    ///   - place: the `next` of the look before; nil for the first.
    ///   - limit: of lines that are found.
    ///   - isEnough: asked after some hundred lines each; what was found until then is given.
    public func lines(
        with word: [UInt8], before place: LinePlace? = nil, limit: Int, isEnough: () -> Bool
    ) throws -> LineMatches {
        guard let wanted = LineWord(word) else { return LineMatches(matches: [], seen: 0) }
        var place = place ?? LinePlace(event: .max, line: 0)
        var found: [(place: LinePlace, line: [UInt8])] = []
        var seen = 0
        var isWhole = false
        repeat {
            var rows = 0
            try transaction.forEach(
                Self.linesBefore,
                [
                    "event": .integer(place.event), "line": .integer(place.line),
                    "limit": .integer(Int64(Self.lineStride)),
                ]
            ) { row in
                guard found.count < limit else { return }
                rows += 1
                place = LinePlace(event: row.integer(0), line: row.integer(1))
                if row.withBytes(2, wanted.isIn) { found.append((place, row.bytes(2))) }
            }
            seen += rows
            isWhole = rows < Self.lineStride && found.count < limit
        } while !isWhole && found.count < limit && !isEnough()
        let events = Dictionary(
            uniqueKeysWithValues: try fetch(Array(Set(found.map(\.place.event))), isByID: true).map { ($0.id, $0) })
        return LineMatches(
            matches: found.compactMap { match in
                events[match.place.event].map { LineMatch(event: $0, line: match.line) }
            }, seen: seen, next: isWhole ? nil : place, reached: seen > 0 ? try find(id: place.event)?.at : nil)
    }

    static let linesBefore = """
        SELECT event_id, line_number, line FROM event_lines WHERE (event_id, line_number) < (:event, :line)
        ORDER BY event_id DESC, line_number DESC LIMIT :limit
        """
}

/// A word to be found in lines of any bytes.
struct LineWord {
    private let word: [UInt8]

    /// Nil for no bytes.
    init?(_ word: [UInt8]) {
        guard !word.isEmpty else { return nil }
        self.word = word.map(Self.folded)
    }

    /// Whether a line holds it.
    func isIn(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count >= word.count else { return false }
        return word.withUnsafeBufferPointer { word in
            var start = 0
            let last = line.count - word.count
            while start <= last {
                if Self.folded(line[start]) == word[0] {
                    var length = 1
                    while length < word.count, Self.folded(line[start + length]) == word[length] { length += 1 }
                    if length == word.count { return true }
                }
                start += 1
            }
            return false
        }
    }

    /// A letter of ASCII as a small one.
    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
