import HTML

/// Every address that a page can name.
enum Link: Sendable, Hashable {
    /// All that is known of an address; `lines` is where a page of its lines begins.
    case address(String, lines: String?)
    case addressAfter(String, operation: String)
    case unbanAddress(String)
    /// Asks DNS what an address is called.
    case addressName(String)
    /// Addresses by a word in the lines that led to their bans.
    case search(word: String, cursor: String?)
    case root, setup, logout, ban, unban, jails, sessions, endSessions, password, settings, statusFragment, design
    /// The sign-in page; `returnTo` is the local path that was asked for.
    case login(returnTo: String?)
    case bans(BanListQuery)
    /// The ban form with an address, a jail or both filled in.
    case banForm(addresses: String?, jail: String?)
    /// The page that asks before everything under a filter is unbanned.
    case unbanAll(BanListQuery)
    case exportCSV(BanListQuery)
    case exportJSON(BanListQuery)
    case undo(String)
    case events(EventListQuery)
    /// The rows of a list of events that came since.
    case eventRows(EventListQuery)
    /// The list of events as a file.
    case eventsCSV(EventListQuery), eventsNDJSON(EventListQuery), eventsJSON(EventListQuery)
    case operations(OperationListQuery)
    case operation(String)
    case confirmOperation(String)
    case jail(String)
    /// The list and a jail's page as an operation leaves them, with what it did shown on top.
    case bansAfter(BanListQuery, operation: String)
    case jailAfter(String, operation: String)
    /// The settings as a change of them leaves them, with what came of it shown on top.
    case settingsAfter(SettingsOutcome, at: Int64)
    /// One's own settings, and these after a change.
    case ownSettings, ownColumns
    case ownSettingsSaved(at: Int64)
    /// The palette of pages, jails and actions, for the script.
    case palette
    /// The page of components in given colours and a given density.
    case designIn(theme: PageFrame.Theme, density: PageFrame.Density)
    case startJail(String)
    case stopJail(String)
    case reloadJail(String)
    case jailSettings(String)
    case ignore(String)
    case unignore(String)
    case asset(hash: String, file: String)
    case dashboard(DashboardQuery)
    /// The world map, and the part of it that the dashboard shows.
    case map(MapQuery)
    /// Who is about to be banned, who comes back, who comes together.
    case patterns(DashboardQuery)
    case mapPanel(MapQuery)
    /// The audit log, its check and its exports.
    case audit(AuditListQuery)
    case auditCheck
    case auditCSV(AuditListQuery)
    case auditNDJSON(AuditListQuery)
    /// One's own tokens for programs, these after one was revoked, and the page that asks before that.
    case tokens
    case tokenRevoked(at: Int64)
    case revokeToken(Int64)
    /// The background tasks, the runs of one from a number on, and having one run now.
    case tasks
    case task(String, cursor: Int64?)
    case runTask(String)
    /// What the doctor finds; `again` has it look anew.
    case doctor(again: Bool)
    /// How the running server is.
    case runtime
    /// Starts fail2ban, and the page on which BanGUI is let start it again.
    case startDaemon, recovery

    /// The address below `base`, where a proxy serves the site under a path of its own.
    func path(under base: URLPath = .root) -> URLPath {
        var values = parameters
        let segments = route.rawValue.split(separator: "/").map { segment in
            segment.utf8.first == UInt8(ascii: "{") ? values.removeFirst() : String(segment)
        }
        return URLPath(segments, under: base, query: query)
    }

    /// The pattern that the address matches.
    var route: Route {
        switch self {
        case .address, .addressAfter: .address
        case .unbanAddress: .unbanAddress
        case .addressName: .addressName
        case .search: .search
        case .root: .root
        case .setup: .setup
        case .login: .login
        case .logout: .logout
        case .bans, .bansAfter: .bans
        case .ban, .banForm: .ban
        case .unban: .unban
        case .unbanAll: .unbanAll
        case .exportCSV: .exportCSV
        case .exportJSON: .exportJSON
        case .undo: .undo
        case .events: .events
        case .eventRows: .eventRows
        case .eventsCSV: .eventsCSV
        case .eventsNDJSON: .eventsNDJSON
        case .eventsJSON: .eventsJSON
        case .operations: .operations
        case .operation: .operation
        case .confirmOperation: .confirmOperation
        case .jails: .jails
        case .jail, .jailAfter: .jail
        case .startJail: .startJail
        case .stopJail: .stopJail
        case .reloadJail: .reloadJail
        case .jailSettings: .jailSettings
        case .ignore: .ignore
        case .unignore: .unignore
        case .sessions: .sessions
        case .endSessions: .endSessions
        case .password: .password
        case .settings, .settingsAfter: .settings
        case .ownSettings, .ownSettingsSaved: .ownSettings
        case .ownColumns: .ownColumns
        case .statusFragment: .statusFragment
        case .design, .designIn: .design
        case .palette: .palette
        case .asset: .asset
        case .dashboard: .root
        case .map: .map
        case .patterns: .patterns
        case .mapPanel: .mapPanel
        case .audit: .audit
        case .auditCheck: .auditCheck
        case .auditCSV: .auditCSV
        case .auditNDJSON: .auditNDJSON
        case .tokens, .tokenRevoked: .tokens
        case .revokeToken: .revokeToken
        case .doctor: .doctor
        case .runtime: .runtime
        case .tasks: .tasks
        case .task: .task
        case .runTask: .runTask
        case .startDaemon: .startDaemon
        case .recovery: .recovery
        }
    }

    private var parameters: [String] {
        switch self {
        case .undo(let id), .operation(let id), .confirmOperation(let id), .task(let id, _), .runTask(let id): [id]
        case .jail(let name), .jailAfter(let name, _), .startJail(let name), .stopJail(let name), .reloadJail(let name),
            .jailSettings(let name), .ignore(let name), .unignore(let name):
            [Self.segment(jail: name)]
        case .address(let id, _), .addressAfter(let id, _), .unbanAddress(let id), .addressName(let id):
            [Self.segment(jail: id)]
        case .revokeToken(let id): ["\(id)"]
        case .asset(let hash, let file): [hash, file]
        default: []
        }
    }

    private var query: [(name: String, value: String)] {
        switch self {
        case .login(let path?): [("return", path)]
        case .address(_, let cursor): cursor.map { [("lines", $0)] } ?? []
        case .addressAfter(_, let operation): [("done", operation)]
        case .search(let word, let cursor):
            (word.isEmpty ? [] : [("q", word)]) + (cursor.map { [("cursor", $0)] } ?? [])
        case .bansAfter(let query, let operation): query.parameters + [("done", operation)]
        case .events(let query), .eventRows(let query), .eventsCSV(let query), .eventsNDJSON(let query),
            .eventsJSON(let query):
            query.parameters
        case .operations(let query): query.parameters
        case .settingsAfter(let outcome, let moment): [("saved", outcome.rawValue), ("at", "\(moment)")]
        case .designIn(let theme, let density): [("theme", theme.rawValue), ("density", density.rawValue)]
        case .ownSettingsSaved(let moment), .tokenRevoked(let moment): [("at", "\(moment)")]
        case .jailAfter(_, let operation): [("done", operation)]
        case .bans(let query), .unbanAll(let query), .exportCSV(let query), .exportJSON(let query): query.parameters
        case .banForm(let addresses, let jail):
            [("addresses", addresses), ("jail", jail)].compactMap { name, value in value.map { (name, $0) } }
        case .dashboard(let query), .patterns(let query): query.parameters
        case .map(let query), .mapPanel(let query): query.parameters
        case .audit(let query), .auditCSV(let query), .auditNDJSON(let query): query.parameters
        case .task(_, let cursor): cursor.map { [("cursor", "\($0)")] } ?? []
        case .doctor(let again): again ? [("again", "1")] : []
        default: []
        }
    }
}

extension Link {
    /// A jail's name as one segment. Browsers resolve `.` and `..` even when percent-encoded and drop nothing else,
    /// so these names, the empty one and those that begin with a tilde are written behind a tilde. No path may hold `%00`
    /// (`RequestTarget`): a name with U+0000, as an id out of a log may be, is written behind `~0`, with `~1` for it and `~2`
    /// for a tilde.
    static func segment(jail name: String) -> String {
        if name.utf8.contains(0) {
            let bytes = name.utf8.flatMap { $0 == 0 ? Array("~1".utf8) : $0 == tilde ? Array("~2".utf8) : [$0] }
            return "~0" + String(decoding: bytes, as: UTF8.self)
        }
        let special = name.isEmpty || name == "." || name == ".." || name.utf8.first == tilde
        return special ? "~" + name : name
    }

    /// The jail's name that a segment of a request's path stands for, still percent-encoded as the router gives it;
    /// nil where it is malformed.
    static func jail(segment: some StringProtocol) -> String? {
        guard let name = PercentDecoding.text(of: segment.utf8) else { return nil }
        guard !name.utf8.starts(with: "~0".utf8) else { return withNUL(name.utf8.dropFirst(2)) }
        return name.utf8.first == tilde ? String(decoding: name.utf8.dropFirst(), as: UTF8.self) : name
    }

    private static func withNUL(_ bytes: Substring.UTF8View) -> String? {
        var (name, rest) = ([UInt8](), bytes.makeIterator())
        while let byte = rest.next() {
            guard byte == tilde else {
                name.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "1"): name.append(0)
            case UInt8(ascii: "2"): name.append(tilde)
            default: return nil
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    private static let tilde = UInt8(ascii: "~")
}
