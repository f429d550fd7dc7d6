/// What an entry of the audit log tells of; the words are stored, so none ever changes its meaning.
public enum AuditKind: String, CaseIterable, Sendable {
    // Who is kept out: the words of operations.
    case ban, unban, undo, change, ignore, unignore, start, stop, reload
    /// What would have been undone by itself is kept.
    case confirm
    /// BanGUI unbanned at the end that someone chose.
    case endReached = "end_reached"
    /// BanGUI banned again what fail2ban ended or lost before the end that someone chose.
    case bannedAgain = "banned_again"
    /// fail2ban was started, by someone or by BanGUI itself.
    case daemonStart = "daemon_start"
    /// It died so often that BanGUI starts it no more.
    case recoveryBlocked = "recovery_blocked"
    /// An administrator has BanGUI start it again.
    case recoveryOverride = "recovery_override"
    /// DNS was asked for the name of an address.
    case nameLookup = "name_lookup"
    // Who may come in.
    case signIn = "sign_in"
    case signOut = "sign_out"
    case sessionRenewal = "session_renewal"
    case sessionEnd = "session_end"
    case password
    case userAdd = "user_add"
    case userChange = "user_change"
    case userDelete = "user_delete"
    case tokenAdd = "token_add"
    case tokenEnd = "token_end"
    /// Several attempts that were not allowed, in sum.
    case refused
    // The console itself.
    case setup, settings
    case ownSettings = "own_settings"
    case backup, restore
    /// A background task was asked to run now.
    case task
    /// Someone agreed that geo data is fetched, or took that back.
    case geoConsent = "geo_consent"
    /// Root took the log as it stood for the one that goes on.
    case accept
}

/// What came of it.
public enum AuditResult: String, CaseIterable, Sendable {
    case done
    /// Some of it was done.
    case partly
    /// It was so before.
    case already
    /// It was not allowed.
    case refused
    /// It was allowed and could not be done.
    case failed
    /// fail2ban did not say what came of it.
    case unknown
}

extension Action {
    /// What an entry about it tells of; nil for what changes nothing.
    public var auditKind: AuditKind? {
        switch self {
        case .signIn, .issueToken: .signIn
        case .renewToken: .sessionRenewal
        case .completeSetup: .setup
        case .signOut: .signOut
        case .endOwnSession: .sessionEnd
        case .changeOwnPassword: .password
        case .changeOwnSettings: .ownSettings
        case .ban: .ban
        case .unban: .unban
        case .undo: .undo
        case .confirmOperation: .confirm
        case .changeJail: .change
        case .ignoreAddress: .ignore
        case .unignoreAddress: .unignore
        case .startJail: .start
        case .stopJail: .stop
        case .reloadJail: .reload
        case .startDaemon: .daemonStart
        case .overrideRecovery: .recoveryOverride
        case .changeSettings: .settings
        case .manageUsers: .userChange
        case .createOwnToken: .tokenAdd
        case .revokeOwnToken: .tokenEnd
        case .runTask: .task
        case .askName: .nameLookup
        case .readAsset, .checkHealth, .viewSignIn, .viewSetup, .viewSession, .viewOwnSessions, .viewDesign,
            .awaitPulse, .viewOwnSettings, .viewPalette, .viewStatus, .viewBans, .exportBans, .viewBanForm,
            .viewOperation, .viewOperations, .viewEvents, .followEvents, .viewAddress, .searchLines, .viewDashboard,
            .viewMap,
            .viewPatterns,
            .viewJails, .viewJail, .viewStopForm, .viewSettings, .viewHealthDetail, .viewDoctor,
            .viewAudit, .viewTasks, .viewGeo, .viewOwnTokens, .viewDescription, .readMetrics:
            nil
        }
    }
}
