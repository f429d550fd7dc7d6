/// The list of what was done, one page of it.
struct OperationListView: Sendable {
    var query: OperationListQuery
    var rows: [OperationRow]
    /// Every jail that can be chosen.
    var jails: [String]
    /// The cursor of the next page; nil on the last.
    var next: String?
}

/// One operation of the list.
struct OperationRow: Sendable {
    enum Kind: Sendable { case ban, unban, undo, change, ignore, unignore, start, stop, reload }

    /// The way in; `bangui` is the console itself.
    enum Origin: String, Sendable { case web, api, cli, bangui }

    /// Who took it back, and when (UTC epoch seconds).
    struct Undone: Sendable {
        var actor: String
        var at: Int64
        /// Nobody had confirmed it.
        var isUnconfirmed: Bool
    }

    var id: String
    var kind: Kind
    /// UTC epoch seconds.
    var at: Int64
    var actor: String
    var origin: Origin
    /// The token by which a program came in.
    var token: String?
    /// The first thing that it was done to; empty for a jail as a whole.
    var subject: String
    var jail: String
    /// How many things it was done to besides.
    var more: Int
    /// How many parts changed something, of how many.
    var done: Int
    var total: Int
    /// The gravest result.
    var worst: OperationView.Result.Outcome
    var reason: String?
    /// Nil where it stands.
    var undone: Undone?
    /// Until when it waits to be confirmed (UTC epoch seconds); nil where it does not.
    var confirmBy: Int64?
}
