/// How a database indexes words: its own full text search, of which only single words are used, so that both find the same.
///
/// Each word stands in the index behind the number of its bucket and a stroke, such as `12/failed`: what is asked of one
/// bucket reads nothing of the others, and what is new lies together. `12/:5` stands for the jail of number 5.
public enum LineIndexForm: Sendable {
    /// SQLite's FTS5, without the text and without places in it. What leaves it is said again word by word.
    case fts5
    /// A column of `tsvector` with a GIN index.
    case vectors

    var insertion: String {
        switch self {
        case .fts5: "INSERT INTO event_words (rowid, words) VALUES (:id, :words)"
        case .vectors:
            """
            INSERT INTO event_words (event_id, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))
            """
        }
    }

    /// Takes `id`, and `words` where `removalTakesWords`.
    var removal: String {
        switch self {
        case .fts5: "INSERT INTO event_words (event_words, rowid, words) VALUES ('delete', :id, :words)"
        case .vectors: "DELETE FROM event_words WHERE event_id = :id"
        }
    }

    var removalTakesWords: Bool { self == .fts5 }

    /// Puts parts of the index together, `:pages` at most; nil where the database does it by itself.
    var settling: String? {
        self == .fts5 ? "INSERT INTO event_words (event_words, rank) VALUES ('merge', :pages)" : nil
    }

    /// The ids that `:words` finds, `:most` at most.
    var ids: String {
        switch self {
        case .fts5: "SELECT rowid AS id FROM event_words WHERE event_words MATCH :words LIMIT :most"
        case .vectors: "SELECT event_id AS id FROM event_words WHERE words @@ CAST(:words AS tsquery) LIMIT :most"
        }
    }

    /// What joins `events e` to the ids `w`, one look for each.
    var join: String {
        switch self {
        case .fts5: "w CROSS JOIN events e"
        case .vectors: "w CROSS JOIN LATERAL (SELECT * FROM events x WHERE x.event_id = w.id OFFSET 0) e"
        }
    }

    /// The question for the events of some buckets that may match: every word of it must be there and no word that is
    /// excluded. It holds nothing but letters, digits, the marks of this index and the quotation marks around them.
    ///
    /// - Parameter jails: numbers of the jails that are wanted; nil for all.
    func question(_ query: LineQuery, buckets: some Collection<Int64>, jails: [Int64]?) -> String {
        question(buckets) { mark in
            var wanted: [String] = []
            if let jails { wanted.append(any(jails.map { word(mark + LineIndex.jailWord($0), isOpen: false) })) }
            wanted += query.words.map { word(mark + $0.bytes, isOpen: $0.isOpen) }
            // Of a phrase that must not be there, each word may be.
            let excluded = query.terms.filter { $0.isExcluded && $0.isWord }
            return all(wanted, excluded.map { word(mark + $0.bytes, isOpen: true) })
        }
    }

    /// The question for the events of some buckets that have the longest word of it, which is likely to be the rarest.
    func narrowing(_ query: LineQuery, buckets: some Collection<Int64>) -> String? {
        guard query.words.count > 1, let longest = query.words.max(by: { $0.bytes.count < $1.bytes.count }) else {
            return nil
        }
        return question(buckets) { word($0 + longest.bytes, isOpen: longest.isOpen) }
    }

    private func question(_ buckets: some Collection<Int64>, _ part: (_ mark: [UInt8]) -> String) -> String {
        buckets.map { part(LineIndex.mark(of: $0)) }.joined(separator: self == .fts5 ? " OR " : " | ")
    }

    private func word(_ bytes: [UInt8], isOpen: Bool) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return switch self {
        case .fts5: isOpen ? "\"\(text)\" *" : "\"\(text)\""
        case .vectors: isOpen ? "'\(text)':*" : "'\(text)'"
        }
    }

    private func any(_ words: [String]) -> String {
        "(" + words.joined(separator: self == .fts5 ? " OR " : " | ") + ")"
    }

    private func all(_ wanted: [String], _ excluded: [String]) -> String {
        switch self {
        case .fts5:
            let found = "(" + wanted.joined(separator: " AND ") + ")"
            return excluded.isEmpty ? found : "(\(found) NOT \(any(excluded)))"
        case .vectors: return "(" + (wanted + excluded.map { "!" + $0 }).joined(separator: " & ") + ")"
        }
    }
}
