import Fail2ban
import Storage

/// Which operations a list shows.
public struct OperationFilter: Hashable, Sendable {
    /// What was operated on: an address or network in any spelling, or the start of one; empty for all.
    public var text: String
    /// The jail; nil for all.
    public var jail: String?

    /// Takes each part as it is.
    public init(text: String = "", jail: String? = nil) {
        self.text = text
        self.jail = jail
    }

    func query(limit: Int, before: String?) -> OperationQuery {
        OperationQuery(match: match, jail: jail, limit: limit, before: before)
    }

    /// A full address or network is looked for as it is recorded; `2001:db8::` is both one and the start of others.
    private var match: OperationQuery.Match {
        if text.isEmpty { return .any }
        if !text.utf8.reversed().starts(with: "::".utf8), let id = try? BanID(typed: text), id.network != nil {
            return .text(id.text)
        }
        return .prefix(text.lowercased())
    }
}

/// One page of what was done.
public struct OperationPage: Hashable, Sendable {
    /// The operations, the last recorded first.
    public var entries: [OperationEntry]
    /// Where the next page begins; nil at the end.
    public var next: String?
}

/// One operation as a list shows it: by whom, what came of it, and whether it still holds.
public struct OperationEntry: Hashable, Sendable {
    /// Who took an operation back, and when.
    public struct Undo: Hashable, Sendable {
        /// Who did it.
        public var actor: String
        /// When, in UTC epoch seconds.
        public var at: Int64
        /// Whether BanGUI did it because nobody confirmed.
        public var isUnconfirmed: Bool
    }

    /// The operation with its first parts only.
    public var record: OperationRecord
    /// The way in.
    public var wayIn: WayIn
    /// For how long a ban was asked, in seconds: -1 for ever, nil for the jail's own time.
    public var duration: Int64?
    /// How many parts came out each way.
    public var results: [OperationRecord.Result: Int]
    /// Who took it back; nil where it stands.
    public var undo: Undo?

    /// How many parts it has.
    public var total: Int { results.values.reduce(0, +) }
    /// How many of them changed something.
    public var changed: Int { (results[.done] ?? 0) + (results[.notEnforced] ?? 0) }
}

extension Bans {
    /// One page of what was done, `limit` of them at most (1 to `pageLimit`), the last recorded first.
    public func log(_ filter: OperationFilter, limit: Int, cursor: String?) async throws -> OperationPage {
        let limit = min(max(limit, 1), Self.pageLimit)
        let query = filter.query(limit: limit + 1, before: cursor)
        // A page of all is a search by number; a filter may have to gather many, so it does not run on this thread.
        let found = try await database.read { try $0.operations.page(query) }
        let entries = found.prefix(limit).map { OperationEntry($0) }
        return OperationPage(entries: entries, next: found.count > limit ? entries.last?.record.id : nil)
    }

    /// Who took an operation back; nil where it stands or there is none.
    public func undoing(of id: String) async throws -> OperationEntry.Undo? {
        try await database.readBriefly { transaction in
            try transaction.operations.single(id)?.undoneBy.flatMap { try transaction.operations.single($0) }
        }.map { OperationEntry.Undo($0) }
    }
}

extension OperationEntry {
    init(_ summary: OperationSummary) {
        let results = summary.results.map { (OperationRecord.Result(rawValue: $0.key) ?? .unknown, $0.value) }
        self.init(
            record: OperationRecord(summary.operation, items: summary.items, commands: []),
            wayIn: WayIn(summary.operation.origin), duration: summary.operation.duration,
            results: Dictionary(results, uniquingKeysWith: +), undo: summary.undo.map { Undo($0) })
    }
}

extension OperationEntry.Undo {
    init(_ operation: Operation) {
        self.init(
            actor: operation.actorName, at: operation.at,
            isUnconfirmed: operation.origin == Author.Origin.bangui.rawValue)
    }
}
