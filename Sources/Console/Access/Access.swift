/// What one may do in the console: the one table that pages, API, command line and agent ask.
///
/// A route or command is registered with an action and cannot be registered without one; what the action needs and
/// whether it changes state stands here and nowhere else. CSRF checks follow from `changesState`.
public enum Action: String, CaseIterable, Sendable {
    // Before anyone is signed in.
    case readAsset, checkHealth, viewSignIn, signIn, issueToken, renewToken, viewSetup, completeSetup
    // One's own session and account.
    case viewSession, signOut, viewOwnSessions, endOwnSession, changeOwnPassword, viewDesign, awaitPulse,
        viewOwnSettings, changeOwnSettings, viewPalette, viewOwnTokens, createOwnToken, revokeOwnToken,
        viewDescription
    // Who is kept out.
    case viewStatus, viewBans, exportBans, viewBanForm, ban, unban, undo, confirmOperation, viewOperation,
        viewOperations, viewEvents, followEvents, viewAddress, searchLines, viewDashboard,
        viewMap, viewPatterns, askName
    case viewJails, viewJail, viewStopForm, changeJail, ignoreAddress, unignoreAddress, startJail, stopJail, reloadJail,
        startDaemon
    // The console itself.
    case viewSettings, changeSettings, viewHealthDetail, viewDoctor, manageUsers, viewAudit, viewTasks, runTask,
        viewGeo, overrideRecovery
    // Machines that watch.
    case readMetrics

    /// What the action asks of who does it.
    public var rule: Rule {
        switch self {
        case .readAsset, .checkHealth: Rule(.anyone)
        case .viewSignIn: Rule(.anyone)
        case .signIn, .issueToken, .renewToken: Rule(.anyone, changesState: true)
        case .viewSetup: Rule(.setup)
        case .completeSetup: Rule(.setup, changesState: true)
        case .viewSession, .viewOwnSessions, .viewDesign, .awaitPulse, .viewOwnSettings, .viewPalette, .viewOwnTokens,
            .viewDescription:
            Rule(.signedIn)
        case .signOut, .endOwnSession, .changeOwnPassword, .changeOwnSettings, .createOwnToken, .revokeOwnToken:
            Rule(.signedIn, changesState: true)
        case .viewStatus, .viewBans, .exportBans, .viewJails, .viewJail, .viewOperation, .viewOperations, .viewEvents,
            .followEvents, .viewAddress, .searchLines, .viewDashboard, .viewMap, .viewPatterns:
            Rule(.app(.guard, .view))
        case .viewBanForm: Rule(.app(.guard, .operate))
        case .ban, .unban, .undo, .confirmOperation, .askName: Rule(.app(.guard, .operate), changesState: true)
        case .viewStopForm: Rule(.app(.guard, .manage))
        case .changeJail, .ignoreAddress, .unignoreAddress, .startJail, .stopJail, .reloadJail, .startDaemon:
            Rule(.app(.guard, .manage), changesState: true)
        case .viewSettings, .viewHealthDetail, .viewDoctor, .viewAudit, .viewTasks, .viewGeo:
            Rule(.administrator)
        case .changeSettings, .manageUsers, .overrideRecovery, .runTask: Rule(.administrator, changesState: true)
        case .readMetrics: Rule(.metrics)
        }
    }
}

extension Action {
    /// Whether many may do it, with an entry of the audit log each time, so that it is bounded (`ChangePace`). What ends
    /// an access never is.
    public var isPaced: Bool {
        switch self {
        case .changeOwnSettings, .changeOwnPassword, .createOwnToken, .askName: true
        default: false
        }
    }
}

/// What an action needs and does.
public struct Rule: Hashable, Sendable {
    /// Who may.
    public enum Need: Hashable, Sendable {
        /// Anyone, signed in or not.
        case anyone
        /// Whoever holds the one-time token, while setup is not complete.
        case setup
        /// Anyone who is signed in.
        case signedIn
        /// Whoever was granted the part of the console at this level or above.
        case app(App, Level)
        /// Administrators.
        case administrator
        /// Programs that have the token of metrics, which is nobody's account.
        case metrics
    }

    /// Who may.
    public var need: Need
    /// Whether it changes anything: such a route takes no GET and demands protection against forged requests.
    public var changesState: Bool

    init(_ need: Need, changesState: Bool = false) {
        self.need = need
        self.changesState = changesState
    }
}

/// A part of the console that people are granted.
public enum App: String, CaseIterable, Sendable {
    /// Who is kept out: bans and jails.
    case `guard`
}

/// How far a grant goes; each level includes those before it.
public enum Level: Int, CaseIterable, Comparable, Sendable {
    case view, operate, manage

    /// The order of what they allow.
    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}

/// Who asks: what the decision needs to know of a person.
public struct Principal: Hashable, Sendable {
    /// Whether everything is allowed.
    public var isAdministrator: Bool
    /// What was granted; nothing is by default.
    public var grants: [App: Level]
    /// What the token of a program may do of that; nil for a person, and for a program that has all that the person may.
    public var scopes: Set<TokenScope>?

    /// Takes each part as it is.
    public init(isAdministrator: Bool, grants: [App: Level] = [:], scopes: Set<TokenScope>? = nil) {
        self.isAdministrator = isAdministrator
        self.grants = grants
        self.scopes = scopes
    }

    /// Someone to whom everything is allowed, such as root on the command line.
    public static let administrator = Principal(isAdministrator: true)

    /// Whether this person, signed in, may do `action`, by the token that was used.
    public func may(_ action: Action) -> Bool { ownerMay(action) && isInScope(action) }

    /// Whether the token that was used is for `action`, whatever its owner may.
    public func isInScope(_ action: Action) -> Bool {
        guard let scopes, action.rule.need != .anyone else { return true }
        return !scopes.isDisjoint(with: action.scopes)
    }

    /// Whether this person may do `action`, by whatever way in.
    public func ownerMay(_ action: Action) -> Bool {
        switch action.rule.need {
        case .anyone, .signedIn: true
        case .setup, .metrics: false
        case .administrator: isAdministrator
        case .app(let app, let level): isAdministrator || grants[app].map { $0 >= level } ?? false
        }
    }
}
