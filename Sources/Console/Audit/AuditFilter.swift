internal import Storage

/// Which entries of the audit log to show.
public struct AuditFilter: Hashable, Sendable {
    /// The name of who did it; nil for anyone.
    public var actor: String?
    /// What was done; empty for anything.
    public var kinds: Set<AuditKind>
    /// What came of it; empty for all.
    public var results: Set<AuditResult>
    /// From when; nil for the beginning.
    public var from: RangeMoment?
    /// Until when; nil for now.
    public var to: RangeMoment?
    /// What one of its texts holds; empty for all.
    public var text: String

    /// Takes each part as it is.
    public init(
        actor: String? = nil, kinds: Set<AuditKind> = [], results: Set<AuditResult> = [], from: RangeMoment? = nil,
        to: RangeMoment? = nil, text: String = ""
    ) {
        self.actor = actor
        self.kinds = kinds
        self.results = results
        self.from = from
        self.to = to
        self.text = text
    }

    /// The same with a range that stays where it is, for a list that is read in several pages.
    public func settled(now: Int64) -> AuditFilter {
        var filter = self
        filter.from = from.map { .at($0.beginning(now: now)) }
        filter.to = to?.end(now: now).map { .at($0) }
        return filter
    }

    func query(limit: Int, before: Int64?, now: Int64) -> AuditQuery {
        AuditQuery(
            actor: actor, kinds: kinds.map(\.rawValue).sorted(), results: results.map(\.rawValue).sorted(),
            from: from?.beginning(now: now), to: to?.end(now: now), text: text, limit: limit, before: before)
    }
}

/// One entry of the audit log, as it is shown.
public struct AuditEntry: Hashable, Sendable {
    /// Its number.
    public var sequence: Int64
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// The account's number; nil where no account did it.
    public var actorID: Int64?
    /// Who did it; empty where nobody was signed in.
    public var actor: String
    /// The way in.
    public var wayIn: WayIn
    /// The address it came from.
    public var address: String?
    /// What was done, in a word of `AuditKind` unless someone tampered with it.
    public var kind: String
    /// To whom or what.
    public var subject: String?
    /// On which host.
    public var host: String?
    /// In which jail.
    public var jail: String?
    /// What was so before.
    public var before: String?
    /// What is so after it.
    public var after: String?
    /// What came of it, in a word of `AuditResult`.
    public var result: String
    /// Why.
    public var detail: String?
    /// The operation that has the particulars.
    public var operationID: String?
    /// Its hash, in hexadecimal digits.
    public var hash: String

    init(_ record: AuditRecord) {
        sequence = record.sequence
        at = record.at
        actorID = record.actorID
        actor = record.actorName
        wayIn = WayIn(record.origin)
        address = record.address
        kind = record.kind
        subject = record.subject
        host = record.host
        jail = record.jail
        before = record.before
        after = record.after
        result = record.result
        detail = record.detail
        operationID = record.operationID
        hash = Hexadecimal.text(record.hash)
    }
}

/// Part of the audit log, the newest entry first.
public struct AuditEntryPage: Hashable, Sendable {
    /// The entries.
    public var entries: [AuditEntry]
    /// Where to go on: behind this number. Nil at the end.
    public var next: Int64?
    /// Whether the page is short because the search took long, so that more may be found further back.
    public var isCutShort: Bool
}

extension AuditLog {
    /// Entries of one page at most.
    public static let pageLimit = 500
    /// For how long a page is searched for.
    static let searchTime: Duration = .milliseconds(30)

    /// One page, `limit` entries at most (1 to `pageLimit` - 1), that are older than the number `before`.
    public func page(_ filter: AuditFilter, limit: Int, before: Int64? = nil) async throws -> AuditEntryPage {
        let limit = min(max(limit, 1), Self.pageLimit - 1)
        let query = filter.query(limit: limit + 1, before: before, now: now())
        let (uptime, end) = (uptime, uptime() + Self.searchTime)
        let page = try await database.read { try $0.audit.page(query, isLate: { uptime() >= end }) }
        let entries = page.records.prefix(limit).map { AuditEntry($0) }
        let isFull = page.records.count > limit
        return AuditEntryPage(
            entries: entries, next: isFull ? entries.last?.sequence : page.next,
            isCutShort: !isFull && page.next != nil)
    }
}
