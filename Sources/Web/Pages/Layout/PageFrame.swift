import HTML

/// What every page shows around its own content.
struct PageFrame: Sendable {
    /// The parts of the site that the navigation names.
    enum Section: Sendable, Hashable {
        case dashboard, map, patterns, bans, events, jails, operations, audit, doctor, runtime, tasks, settings, account
    }

    /// The colours asked for; `system` follows the machine.
    enum Theme: String, Sendable { case system, light, dark }

    /// How close together things stand.
    enum Density: String, Sendable { case roomy, dense }

    var title: String
    var section: Section?
    /// The name of who is signed in; nil before.
    var userName: String?
    /// Whether they may see the audit log.
    var mayAudit = false
    /// Whether they may see the background tasks.
    var mayViewTasks = false
    /// Whether they may start fail2ban, and there is a command that does.
    var mayStart = false
    /// The value of the hidden field `_csrf` of every form.
    var csrfToken: String
    /// What the daemon is doing; nil where it is not to be shown, as before sign-in.
    var status: StatusView?
    /// The number that `GET /api/pulse` answered last when this page was made.
    var pulse: Int64 = 0
    /// The path below which a proxy serves the site.
    var base: URLPath = .root
    /// The segment under which the assets lie.
    var assetHash: String
    /// Style sheets of this page alone.
    var styles: [String] = []
    /// Modules of this page alone.
    var scripts: [String] = []
    var zone: Zone = .utc
    /// Whether the browser is to tell its own zone.
    var asksForZone = false
    /// The cookie by which it does.
    var zoneCookie = ""
    var theme: Theme = .system
    var density: Density = .roomy
    /// Whether single keys do something.
    var hasShortcuts = true
    /// The columns that the reader does not want to see, by list.
    var hiddenColumns: [ColumnList: [String]] = [:]
    var language: Language = .english
    /// UTC epoch seconds.
    var now: Int64
    /// Why nothing can be stored just now; nil where it can.
    var readOnly: ReadOnlyView?
    /// What was just done, with its undo.
    var toast: ToastView?
    /// What will be taken back unless it is confirmed.
    var confirmations: [ConfirmationView] = []
    /// What was taken back a moment ago because nobody confirmed it.
    var expired: [ConfirmationView] = []
    /// What the operator should know about how the console itself runs.
    var notices: [Notice] = []

    /// A condition of the console itself.
    enum Notice: Sendable, Hashable {
        /// Cookies are not `Secure`: the development switch for plain http is on.
        case plainHTTP
        /// Forged requests are only reported until the moment given (UTC epoch seconds).
        case csrfReportOnly(until: Int64)
    }

    /// The words of a text.
    subscript(text: Text) -> String { language.words(text, []) }

    /// The words of a text with values filled in, which may be anyone's.
    subscript(text: Text, values: String...) -> String { language.words(text, values.map(visible)) }

    /// A count with its noun: `one` when it is 1, else `many` with the number as `{0}`.
    func count(_ number: Int, one: Text, many: Text) -> String {
        language.words(number == 1 ? one : many, [Figures.number(number, in: language)])
    }

    /// A number with its thousands apart.
    func number(_ value: some BinaryInteger) -> String { Figures.number(Int(clamping: value), in: language) }

    /// The words for a sentence that the rooms below made, such as what is wrong with a value.
    func phrase(_ sentence: String) -> String { language.phrase(sentence) }

    /// The columns of a list that are not shown.
    func hidden(in list: ColumnList) -> [String] { hiddenColumns[list] ?? [] }

    /// The address of `link`.
    func path(_ link: Link) -> URLPath { link.path(under: base) }

    /// The address of an asset.
    func asset(_ file: String) -> URLPath { path(.asset(hash: assetHash, file: file)) }
}

/// The state of fail2ban as the bar on every page tells it.
struct StatusView: Sendable {
    /// `hanging`: the socket is open but nothing answers. `noPermission`: it is there but not ours to open.
    /// `noAgent`: BanGUI's own agent, which alone may open it, is not to be had.
    enum State: String, Sendable { case up, starting, hanging, down, noPermission, noAgent }

    var state: State
    /// Since when, in UTC epoch seconds; nil when not known.
    var since: Int64?
    var version: String?
    var jails: Int?
    var bannedNow: Int?
    /// Failures since the daemon's start.
    var failures: Int?
    /// Bans since the daemon's start.
    var bansSinceStart: Int?
    /// What is wrong; nil when nothing is.
    var problem: Problem?

    /// Why the daemon is not up, and what to do.
    struct Problem: Sendable {
        /// The cause, as the daemon or the system put it.
        var cause: String
        /// The command that mends it.
        var remedy: String?
        /// Figures are as old as this moment.
        var staleSince: Int64?
    }
}

/// That nothing can be stored, while everything can be read.
struct ReadOnlyView: Sendable {
    /// UTC epoch seconds.
    var since: Int64?
    /// Why, and what to do, in sentences.
    var cause: String
    var advice: String?
    /// How much space is left, where that is the cause.
    var space: String?
}

/// What was just done.
struct ToastView: Sendable {
    var message: String
    /// The operation's id and until when it can be undone (UTC epoch seconds).
    var undo: UndoView?
}

/// An operation that can be undone.
struct UndoView: Sendable {
    var id: String
    var deadline: Int64
}

/// Something that could lock the operator out and will be taken back at the deadline unless confirmed.
struct ConfirmationView: Sendable {
    /// What kind of thing was done.
    enum Kind: Sendable { case rangeBanned, ignoreRemoved }

    var operation: String
    var kind: Kind
    /// What it was done to, such as `203.0.113.0/24 in sshd`.
    var subject: String
    /// UTC epoch seconds.
    var deadline: Int64
}
