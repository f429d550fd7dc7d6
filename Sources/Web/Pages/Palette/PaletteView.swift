/// What the palette offers to a person.
struct PaletteView: Sendable {
    var entries: [PaletteEntry]
    /// The names of the jails that run.
    var jails: [String] = []
}

/// Something that the palette leads to or does.
enum PaletteEntry: CaseIterable, Sendable {
    case dashboard, bans, events, jails, operations, search, ban, doctor, runtime, settings, ownSettings, sessions,
        theme, map, patterns,
        keys, design, signOut, audit, tasks, tokens
    /// What can be done with an address that was typed or pasted.
    case addressPage, addressBan, addressEvents, addressBans
    /// What can be done with any words that were typed.
    case lineWords

    static let all = allCases

    /// Whether it is for an address only.
    var isOfAddress: Bool {
        switch self {
        case .addressPage, .addressEvents, .addressBans, .addressBan: true
        default: false
        }
    }
}

extension PaletteEntry {
    /// What stands for the address or the words in a path, until the script puts the typed one there.
    static let place = "{id}"

    /// Where it leads; nil for what is done on the page itself.
    var link: Link? {
        switch self {
        case .dashboard: .root
        case .bans: .bans(BanListQuery())
        case .events: .events(EventListQuery())
        case .map: .map(MapQuery())
        case .patterns: .patterns(DashboardQuery())
        case .jails: .jails
        case .operations: .operations(OperationListQuery())
        case .doctor: .doctor(again: false)
        case .runtime: .runtime
        case .settings: .settings
        case .ownSettings: .ownSettings
        case .sessions: .sessions
        case .tokens: .tokens
        case .design: .design
        case .ban: .banForm(addresses: nil, jail: nil)
        case .audit: .audit(AuditListQuery())
        case .tasks: .tasks
        case .addressPage: .address(Self.place, lines: nil)
        case .search: .search(word: "", cursor: nil)
        case .addressEvents: .events(EventListQuery(text: Self.place))
        case .addressBans: .bans(BanListQuery(text: Self.place))
        case .addressBan: .banForm(addresses: Self.place, jail: nil)
        case .lineWords: .events(EventListQuery(words: Self.place))
        case .theme, .keys, .signOut: nil
        }
    }

    /// The control of the page that does it.
    var control: String? {
        switch self {
        case .theme: "[data-theme-toggle]"
        case .keys: "[data-keys-help]"
        case .signOut: "[data-sign-out]"
        default: nil
        }
    }

    var name: Text {
        switch self {
        case .dashboard: .dashboardTitle
        case .bans: .bansTitle
        case .events: .eventsTitle
        case .map: .mapTitle
        case .patterns: .patternsTitle
        case .jails: .jailsTitle
        case .operations: .operationsTitle
        case .doctor: .doctorTitle
        case .runtime: .runtimeTitle
        case .settings: .settingsTitle
        case .ownSettings: .ownSettingsTitle
        case .sessions: .sessionsTitle
        case .tokens: .tokensTitle
        case .design: .designTitle
        case .ban: .banTitle
        case .audit: .auditTitle
        case .tasks: .tasksTitle
        case .theme: .paletteTheme
        case .keys: .navKeys
        case .signOut: .navLogout
        case .addressPage: .paletteAddressPage
        case .search: .searchTitle
        case .addressEvents: .paletteAddressEvents
        case .addressBans: .paletteAddressBans
        case .addressBan: .paletteAddressBan
        case .lineWords: .paletteLineWords
        }
    }

    var symbol: Symbol {
        switch self {
        case .dashboard: .dashboard
        case .bans, .addressBans: .ban
        case .events, .addressEvents: .events
        case .map: .map
        case .patterns: .patterns
        case .jails: .jail
        case .operations: .history
        case .doctor: .doctor
        case .runtime: .health
        case .settings, .ownSettings: .settings
        case .search, .addressPage, .lineWords: .search
        case .sessions, .signOut: .user
        case .design, .theme: .theme
        case .ban, .addressBan: .plus
        case .keys: .keyboard
        case .audit: .audit
        case .tasks: .clock
        case .tokens: .key
        }
    }

    /// The keys that do the same.
    var keys: String? {
        switch self {
        case .dashboard: "g d"
        case .bans: "g b"
        case .events: "g e"
        case .map: "g m"
        case .patterns: "g n"
        case .jails: "g j"
        case .operations: "g o"
        case .tasks: "g t"
        case .settings: "g s"
        case .ownSettings: "g p"
        case .keys: "?"
        default: nil
        }
    }
}
