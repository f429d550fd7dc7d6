import Storage

/// Addresses whose lines hold a word, and how far back was looked.
public struct LineFinds: Hashable, Sendable {
    /// One address with what was found of it in this look.
    public struct Find: Hashable, Sendable {
        /// Whom.
        public var id: String
        /// The last ban that a line with the word led to.
        public var event: EventEntry
        /// The line, as the daemon kept it.
        public var line: [UInt8]
        /// How many lines with the word were found of it in this look.
        public var count: Int
        /// Its bans in force.
        public var bans: [BanEntry]
    }

    /// The addresses, the last that was banned first.
    public var finds: [Find]
    /// How many lines were looked at.
    public var seen: Int
    /// When the oldest ban was whose lines were looked at, in UTC epoch seconds; nil where there was none.
    public var reached: Int64?
    /// Where to go on; nil where all lines were looked at.
    public var next: String?
}

extension Addresses {
    /// How long one look may take; what is left is for the next.
    static let lookTime = Duration.milliseconds(30)
    /// Lines with the word that one look finds at most.
    static let lookLines = 400
    /// Shortest word, in bytes: a shorter one is in every line.
    public static let shortestWord = 2
    /// Longest word, in bytes.
    public static let longestWord = 200

    /// The addresses whose lines hold a word, such as a login name, those that were banned last first.
    ///
    /// The bytes of the word are looked for as they are, but that A to Z and a to z are the same. A look ends after some
    /// time, and tells how far it came.
    ///
    /// - Throws: `OperationError.invalid` for a word of no use, `CursorError` where the cursor is of no such list.
    public func search(_ word: String, cursor: String?) async throws -> LineFinds {
        guard (Self.shortestWord...Self.longestWord).contains(word.utf8.count) else {
            throw OperationError.invalid([
                FieldFault(
                    "q", "Give a word of \(Self.shortestWord) to \(Self.longestWord) bytes, such as a login name.")
            ])
        }
        let place = try cursor.map { try LineCursor($0).place }
        let uptime = uptime
        return try await database.read { transaction in
            let end = uptime() + Self.lookTime
            let found = try transaction.events.lines(
                with: Array(word.utf8), before: place, limit: Self.lookLines, isEnough: { uptime() >= end })
            return LineFinds(
                finds: try Self.finds(found.matches, transaction), seen: found.seen, reached: found.reached,
                next: found.next.map { LineCursor($0).text })
        }
    }

    private static func finds(
        _ matches: [LineMatch], _ transaction: any Transaction
    ) throws -> [LineFinds.Find] {
        var finds: [LineFinds.Find] = []
        // By bytes: to Swift, texts of other bytes may be equal.
        var places: [[UInt8]: Int] = [:]
        for match in matches {
            guard let id = match.event.banID else { continue }
            if let index = places[Array(id.utf8)] {
                finds[index].count += 1
                continue
            }
            places[Array(id.utf8)] = finds.count
            finds.append(
                LineFinds.Find(id: id, event: EventEntry(match.event), line: match.line, count: 1, bans: []))
        }
        // Most are not banned any more: they are asked for together.
        let banned = try transaction.bans.inForce(ids: finds.map(\.id)).map { Array($0.id.utf8) }
        for index in Set(banned).compactMap({ places[$0] }) {
            let query = BanQuery(match: .text(finds[index].id), sort: .jail, limit: Addresses.bans)
            finds[index].bans = try transaction.bans.page(query).rows.map(BanEntry.init)
        }
        return finds
    }
}

/// Where a look through lines goes on, as a URL has it: the event's id and the line's number.
struct LineCursor {
    let place: LinePlace

    init(_ place: LinePlace) {
        self.place = place
    }

    /// The text form.
    var text: String { "\(place.event).\(place.line)" }

    /// Reads the text form.
    init(_ text: String) throws(CursorError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let event = Int64(parts[0]), let line = Int64(parts[1]) else {
            throw .malformed
        }
        place = LinePlace(event: event, line: line)
        guard self.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
    }
}
