internal import Storage

/// What is to be written down: what was done, to what, and what came of it. Who did it and when is given beside it.
public struct AuditEvent: Hashable, Sendable {
    /// What was done.
    public var kind: AuditKind
    /// To whom or what.
    public var subject: String?
    /// On which host.
    public var host: String?
    /// In which jail, or in which.
    public var jail: String?
    /// What was so before.
    public var before: String?
    /// What is so after it.
    public var after: String?
    /// What came of it.
    public var result: AuditResult
    /// Why.
    public var detail: String?
    /// The operation that has the particulars.
    public var operationID: String?

    /// Takes each part as it is.
    public init(
        _ kind: AuditKind, subject: String? = nil, host: String? = nil, jail: String? = nil, before: String? = nil,
        after: String? = nil, result: AuditResult = .done, detail: String? = nil, operationID: String? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.host = host
        self.jail = jail
        self.before = before
        self.after = after
        self.result = result
        self.detail = detail
        self.operationID = operationID
    }

    /// Something to be done to several, in these jails; the first few are named.
    public init(_ kind: AuditKind, listing subjects: [String], jails: [String]) {
        self.init(kind, subject: AuditText.list(subjects), jail: AuditText.list(jails))
    }

    /// The entry, its texts cut to what one may hold.
    func record(by author: Author, at moment: Int64) -> AuditRecord {
        AuditRecord(
            at: moment, actorID: author.userID, actorName: AuditText.cut(author.name, to: 200),
            origin: AuditText.cut(author.wayIn.recorded, to: 300), address: author.address.map { "\($0)" },
            kind: kind.rawValue,
            subject: subject.map { AuditText.cut($0, to: 500) }, host: host.map { AuditText.cut($0, to: 200) },
            jail: jail.map { AuditText.cut($0, to: 500) }, before: before.map { AuditText.cut($0, to: 2000) },
            after: after.map { AuditText.cut($0, to: 2000) }, result: result.rawValue,
            detail: detail.map { AuditText.cut($0, to: 1000) }, operationID: operationID)
    }
}

/// Texts of the audit log.
package enum AuditText {
    /// Names of a list that an entry tells, before it says how many more there are.
    static let shown = 5

    /// The text, of this many bytes at most, in whole characters; an ellipsis tells that there was more. U+0000, which
    /// not every database can hold as it is, becomes U+FFFD, so that all compute the same hash.
    static func cut(_ text: String, to limit: Int) -> String {
        var cut = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            let scalar = scalar.value == 0 ? "\u{fffd}" : scalar
            bytes += UTF8.width(scalar)
            guard bytes <= limit else { return String(cut) + "…" }
            cut.append(scalar)
        }
        return String(cut)
    }

    /// Such as `192.0.2.1, 192.0.2.2 and 40 more`, each once; nil for none.
    package static func list(_ words: [String]) -> String? {
        var seen: Set<String> = []
        let words = words.filter { seen.insert($0).inserted }
        return list(Array(words.prefix(shown)), of: words.count)
    }

    /// The same of the first few of `count`.
    static func list(_ first: [String], of count: Int) -> String? {
        guard count > 0 else { return nil }
        let names = first.joined(separator: ", ")
        return count > first.count ? "\(names) and \(count - first.count) more" : names
    }
}
