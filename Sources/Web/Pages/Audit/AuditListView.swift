/// The audit log, one page of it.
struct AuditListView: Sendable {
    var query: AuditListQuery
    var rows: [AuditRow] = []
    /// Everyone who can be chosen.
    var people: [String] = []
    /// Where the next page begins; nil on the last.
    var next: Int64?
    /// Whether the search stopped because it took long, so that more may be found further back.
    var isCutShort = false
    /// What is wrong with the filter.
    var faults: [String] = []
    /// What the last check found; nil before the first.
    var check: AuditCheckView?
    /// Why new entries cannot be anchored, and since when.
    var failure: (words: String, since: Int64)?
    /// The range as two fields for local times show it; empty where it is no time of its own.
    var picked = (from: "", to: "")
}

/// One entry of the list.
struct AuditRow: Sendable {
    /// The way in.
    enum Origin: String, Sendable { case web, api, cli, bangui }

    var number: Int64
    /// UTC epoch seconds.
    var at: Int64
    /// Who did it; empty where nobody was signed in.
    var actor: String
    var origin: Origin?
    /// The token by which a program came in.
    var token: String?
    var address: String?
    /// What was done, in the API's word.
    var kind: String
    var subject: String?
    var jail: String?
    var before: String?
    var after: String?
    /// What came of it, in the API's word.
    var result: String
    var detail: String?
    var operation: String?
    var hash: String
}

/// What a check of the whole log found.
struct AuditCheckView: Sendable {
    struct Restore: Sendable {
        var number: Int64
        var at: Int64
        var actor: String
        /// The last entry of the log before it that is not in this one.
        var lost: Int64?
        /// Whether root vouches for it; nil where nobody independent could.
        var isVouched: Bool?
    }

    /// Root took the log as it stood for the one that goes on.
    struct Acceptance: Sendable {
        var number: Int64
        var at: Int64
        var actor: String
    }

    /// A head that contradicts the log.
    struct Contradiction: Sendable {
        var number: Int64
        /// When it was anchored, and for which user; nil where that is not kept.
        var at: Int64?
        var user: Int?
    }

    /// UTC epoch seconds.
    var at: Int64
    var entries: Int64
    /// The last entry that is as it was anchored.
    var anchored: Int64?
    /// Why that could not be told.
    var problem: String?
    /// What is wrong; nil where nothing is.
    var fault: String?
    /// Whether that is a gap which only a restore explains that root did not vouch for.
    var isUnvouched = false
    var restores: [Restore] = []
    var acceptances: [Acceptance] = []
    var contradictions: [Contradiction] = []
    /// Whether another than the console keeps what was anchored.
    var isIndependent = false
}
