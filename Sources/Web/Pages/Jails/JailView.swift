import Console

/// One jail with all that is known of it.
struct JailView: Sendable {
    var row: JailRow
    var settings: [Setting] = []
    var logFiles: [String] = []
    /// The journal's matches, where it reads the journal instead of files.
    var journalMatches: [String] = []
    var failRegexes: [String] = []
    var ignoreRegexes: [String] = []
    var actions: [String] = []
    var ignored: [IgnoredAddress] = []
    /// The form of the settings that can be changed while it runs.
    var form = SettingsForm()
    var ignoreForm = IgnoreForm()
    /// The same by `fail2ban-client`.
    var commands = Commands()
    /// False when the name collides with a word of fail2ban's own, so that nothing can be asked or set.
    var isReachable = true
    var staleSince: Int64?
    /// What was last found of the jails.
    var health: JailHealth?
    /// What a restart of it costs, where it has bans and its actions are known.
    var restartCost: RestartCost?

    /// Whether nothing is known but its row, because fail2ban does not answer, and nobody has filled in a form.
    var isUnknown: Bool {
        isReachable && settings.isEmpty
            && [form.bantime, form.findtime, form.maxretry, ignoreForm.address].allSatisfy(\.isEmpty)
    }

    /// A setting of the running jail.
    struct Setting: Sendable {
        var name: String
        var value: String
        /// What the configuration says, where the running value was changed since; nil where they agree.
        var configured: String?
    }

    /// An address that the jail never bans.
    struct IgnoredAddress: Sendable {
        var address: String
        var note: String?
    }

    /// What stands in the form of settings, and its faults.
    struct SettingsForm: Sendable {
        var bantime = ""
        var findtime = ""
        var maxretry = ""
        var bantimeError: String?
        var findtimeError: String?
        var maxretryError: String?
        /// The bans in force that a new ban time would re-time; nil when it re-times none.
        var retimes: Int?
    }

    /// What stands in the form of ignored addresses, and its faults.
    struct IgnoreForm: Sendable {
        var address = ""
        var note = ""
        var error: String?
    }

    /// The equivalents of the buttons.
    struct Commands: Sendable {
        var start: String?
        var stop: String?
        var reload: String?
    }
}
