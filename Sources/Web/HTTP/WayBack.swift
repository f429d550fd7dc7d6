/// Where the part of the console begins to which an address belongs, for a page that is not what was asked for.
struct WayBack: Sendable {
    /// The part, as the navigation marks it.
    let section: PageFrame.Section
    /// Its first page.
    let link: Link
    /// Its name.
    let name: Text

    /// The part of a request's path; nil for one that belongs to none.
    init?(from path: String) {
        switch path.split(separator: "/").first {
        case "addresses", "bans", "search", "undo": (section, link, name) = (.bans, .bans(BanListQuery()), .bansTitle)
        case "jails": (section, link, name) = (.jails, .jails, .jailsTitle)
        case "operations": (section, link, name) = (.operations, .operations(OperationListQuery()), .operationsTitle)
        case "settings": (section, link, name) = (.settings, .settings, .settingsTitle)
        case "account": (section, link, name) = (.account, .sessions, .sessionsTitle)
        default: return nil
        }
    }
}
