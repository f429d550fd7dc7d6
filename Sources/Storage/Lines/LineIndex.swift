/// The index of the words in the lines that led to bans.
///
/// What has an id less than `beginning` is not in it yet: lines that were stored before there was an index are taken in
/// from the newest back (`fill`).
struct LineIndex {
    private let transaction: any Transaction
    /// The least id whose lines are in it; 0 where all are.
    let beginning: Int64

    init(_ transaction: any Transaction) throws {
        self.transaction = transaction
        beginning = try Self.beginning(transaction)
    }

    /// What stands before each word of a bucket.
    static func mark(of bucket: Int64) -> [UInt8] { Array("\(bucket)/".utf8) }

    /// What stands for a jail, behind a mark; no word of a line has a colon.
    static func jailWord(_ jail: Int64) -> [UInt8] { Array(":\(jail)".utf8) }

    static func beginning(_ transaction: any Transaction) throws -> Int64 {
        try transaction.first("SELECT revision FROM revisions WHERE subject = 'event-words'") { $0.integer(0) } ?? 0
    }

    /// Takes in events that have lines and are not in it.
    func enter(_ events: [(id: Int64, jail: Int64, lines: [[UInt8]])]) throws {
        let new = events.filter { $0.id >= beginning }
        try put(new)
        // Events are often entered one by one, and ids of bans may all be odd: the highest bits of their products with
        // the golden ratio are as mixed as they can be.
        let due = new.count { (UInt64(bitPattern: $0.id) &* 0x9e37_79b9_7f4a_7c15) >> (64 - Self.shareBits) == 0 }
        if due > 0 { try settle(Self.share * Int64(due)) }
    }

    /// Entered events of which one puts parts of the index together.
    private static let share: Int64 = 1 << shareBits
    private static let shareBits: Int64 = 4

    /// Does the share of so many events in putting parts of the index together. SQLite would do it by itself, but then now and
    /// again so much at once that the writer is held for a tenth of a second, and more the larger the index is.
    private func settle(_ events: Int64) throws {
        guard let settling = transaction.lineIndexForm.settling else { return }
        try transaction.execute(settling, ["pages": .integer(max(events, Self.share))])
    }

    private func put(_ events: [(id: Int64, jail: Int64, lines: [[UInt8]])]) throws {
        let values = events.flatMap { event -> [Value] in
            guard let words = Self.words(event.id, jail: event.jail, event.lines) else { return [] }
            return [.integer(event.id), .text(words)]
        }
        try transaction.executeMany(transaction.lineIndexForm.insertion, ["id", "words"], values: values)
    }

    /// What it has of an event: its words and its jail; nil where no line has a word.
    private static func words(_ id: Int64, jail: Int64, _ lines: [[UInt8]]) -> String? {
        let mark = mark(of: id / Events.bucketSize)
        let words = LineWords(lines, mark: mark)
        guard !words.isEmpty else { return nil }
        return String(decoding: words.text + mark + jailWord(jail), as: UTF8.self)
    }

    /// Removes some events with the lines that they have.
    func remove(_ ids: [Int64]) throws {
        let ids = ids.filter { $0 >= beginning }
        let form = transaction.lineIndexForm
        guard form.removalTakesWords else {
            try transaction.executeMany(form.removal, ["id"], values: ids.map { .integer($0) })
            return
        }
        let events = transaction.events
        for start in stride(from: 0, to: ids.count, by: EventStatement.most) {
            let some = Array(ids[start..<min(start + EventStatement.most, ids.count)])
            let lines = try events.lines(of: some)
            guard !lines.isEmpty else { continue }
            let jails = try events.jailNumbers(of: lines.keys.sorted())
            for (id, lines) in lines.sorted(by: { $0.key < $1.key }) {
                guard let words = Self.words(id, jail: jails[id] ?? 0, lines) else { continue }
                try transaction.execute(form.removal, ["id": .integer(id), "words": .text(words)])
            }
        }
    }

    /// Removes some events whose rows go next. Where the database removes what belongs to a row, it does that too.
    func forget(_ ids: [Int64]) throws {
        guard transaction.lineIndexForm.removalTakesWords else { return }
        try remove(ids)
        try settle(Int64(ids.count / 10))
    }

    /// Takes in the newest events with lines that it lacks: of `limit` lines, or of one event where that has more. Gives how
    /// many events; after none all are in it.
    func fill(limit: Int) throws -> Int {
        guard beginning > 0 else { return 0 }
        var lines: [(id: Int64, lines: [[UInt8]])] = []
        var count = 0
        try transaction.forEach(
            Self.linesBefore, ["id": .integer(beginning), "limit": .integer(Int64(limit + 1))]
        ) { row in
            count += 1
            if lines.last?.id != row.integer(0) { lines.append((row.integer(0), [])) }
            lines[lines.count - 1].lines.insert(row.bytes(1), at: 0)
        }
        if count > limit {
            // The last one may have more lines than were read.
            let last = lines.removeLast()
            if lines.isEmpty {
                lines = [(last.id, try transaction.events.lines(of: [last.id])[last.id] ?? last.lines)]
            }
        }
        let jails = try transaction.events.jailNumbers(of: lines.map(\.id))
        try put(lines.map { ($0.id, jails[$0.id] ?? 0, $0.lines) })
        if !lines.isEmpty { try settle(Int64(lines.count)) }
        try transaction.execute(
            "UPDATE revisions SET revision = :beginning WHERE subject = 'event-words'",
            ["beginning": .integer(lines.last?.id ?? 0)])
        return lines.count
    }

    static let linesBefore = """
        SELECT event_id, line FROM event_lines WHERE event_id < :id 
        ORDER BY event_id DESC, line_number DESC LIMIT :limit
        """
}

extension Events {
    /// When the newest event was whose lines cannot be found yet, in UTC epoch seconds; nil where all can.
    public func linesBeforeIndex() throws -> Int64? {
        let beginning = try LineIndex.beginning(transaction)
        guard beginning > 0 else { return nil }
        let id = try transaction.first(
            "SELECT event_id FROM event_lines WHERE event_id < :id ORDER BY event_id DESC LIMIT 1",
            ["id": .integer(beginning)]
        ) { $0.integer(0) }
        return try id.flatMap { try find(id: $0) }?.at
    }

    /// The numbers of the jails of some events.
    func jailNumbers(of ids: [Int64]) throws -> [Int64: Int64] {
        guard !ids.isEmpty else { return [:] }
        var numbers: [Int64: Int64] = [:]
        for start in stride(from: 0, to: ids.count, by: EventStatement.most) {
            let some = ids[start..<min(start + EventStatement.most, ids.count)]
            let statement = EventStatement.jails(ids: some.count)
            try transaction.forEach(statement.sql, statement.arguments(numbers: some)) {
                numbers[$0.integer(0)] = $0.integer(1)
            }
        }
        return numbers
    }
}
