/// Which entries of the audit log a list shows, and where its page begins.
public struct AuditQuery: Hashable, Sendable {
    /// The name of who did it, exactly; nil for anyone.
    public var actor: String?
    /// What was done; empty for anything.
    public var kinds: [String]
    /// What came of it; empty for all.
    public var results: [String]
    /// Not before this moment (UTC epoch seconds).
    public var from: Int64?
    /// Before this moment (UTC epoch seconds).
    public var to: Int64?
    /// What one of the texts has to hold, ASCII letters in either case; empty for all.
    public var text: String
    /// How many at most, 1…500.
    public var limit: Int
    /// The number before which the page begins; nil for the first page.
    public var before: Int64?

    /// Takes each part as it is.
    public init(
        actor: String? = nil, kinds: [String] = [], results: [String] = [], from: Int64? = nil, to: Int64? = nil,
        text: String = "", limit: Int, before: Int64? = nil
    ) {
        self.actor = actor
        self.kinds = kinds
        self.results = results
        self.from = from
        self.to = to
        self.text = text
        self.limit = limit
        self.before = before
    }
}

/// Part of the audit log, the newest entry first.
public struct AuditPage: Hashable, Sendable {
    /// The entries.
    public var records: [AuditRecord]
    /// What `before` of the next page has to be: the last number that was looked at. Nil where nothing is left to look at.
    public var next: Int64?
}

/// The condition that a query makes of the columns of `audit a`.
struct AuditCondition {
    private(set) var sql = ""
    private(set) var arguments: [String: Value] = [:]

    init(_ query: AuditQuery) {
        if let actor = query.actor { add("a.actor_name = :actor", ["actor": .text(actor)]) }
        add("a.kind", query.kinds, named: "kind")
        add("a.result", query.results, named: "result")
        if let from = query.from { add("a.done_at >= :from", ["from": .integer(from)]) }
        if let to = query.to { add("a.done_at < :to", ["to": .integer(to)]) }
        if !query.text.isEmpty {
            add("\(Self.texts) LIKE :text ESCAPE '\\'", ["text": .text(Self.pattern(query.text))])
        }
    }

    private mutating func add(_ condition: String, _ values: [String: Value]) {
        sql += " AND " + condition
        arguments.merge(values) { $1 }
    }

    private mutating func add(_ column: String, _ words: [String], named name: String) {
        guard !words.isEmpty else { return }
        let names = words.indices.map { "\(name)\($0)" }
        add(
            "\(column) IN (\(names.map { ":" + $0 }.joined(separator: ", ")))",
            Dictionary(uniqueKeysWithValues: zip(names, words.map { .text($0) })))
    }

    /// All that can be searched, with a separator that nobody types between.
    private static let texts: String = {
        let optional = ["address", "subject", "host", "jail", "value_before", "value_after", "detail", "operation_id"]
        let parts = ["a.actor_name"] + optional.map { "coalesce(a.\($0), '')" }
        return "lower(" + parts.joined(separator: " || '\n' || ") + ")"
    }()

    /// A text that may stand anywhere, in the lower case that both databases make: of ASCII letters only.
    private static func pattern(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "%")]
        for byte in text.utf8 {
            if [UInt8(ascii: "%"), UInt8(ascii: "_"), UInt8(ascii: "\\")].contains(byte) {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append((65...90).contains(byte) ? byte + 32 : byte)
        }
        return String(decoding: bytes + [UInt8(ascii: "%")], as: UTF8.self)
    }
}
