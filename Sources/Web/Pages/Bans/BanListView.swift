import Console
import Geo

/// The list of bans in force, one page of it.
struct BanListView: Sendable {
    var query: BanListQuery
    var rows: [BanRow]
    /// How many the filter holds in all.
    var total: Int
    /// Every jail that can be chosen.
    var jails: [JailChoice]
    /// The cursor of the next page; nil on the last.
    var next: String?
    /// Why there are no rows; nil when there are.
    var emptiness: Emptiness?
    /// The rows are as old as this moment (UTC epoch seconds); nil when fresh.
    var staleSince: Int64?
    /// How many more fail2ban holds than the list has been told of yet; nil where it has all.
    var unread: Int?
    /// The same on the command line; none where that has no such filter.
    var commands: [String] = []
    /// Whose data tells where they are.
    var credits: [GeoCredit] = []
    /// What is wrong with the filter.
    var faults: [String] = []

    /// Whether it is known of any row where it is; else there is no column for it.
    var hasPlaces: Bool { rows.contains { $0.origin?.isEmpty == false } }
}

/// A jail with the number of its bans.
struct JailChoice: Sendable {
    var name: String
    var banned: Int?
}

/// One ban in force.
struct BanRow: Sendable {
    /// Who ends the ban, and when (UTC epoch seconds).
    enum Ending: Sendable, Hashable {
        case fail2ban(Int64)
        case bangui(Int64)
        case permanent
        case unknown
    }

    var address: String
    var jail: String
    /// UTC epoch seconds; nil when not known.
    var bannedAt: Int64?
    var ends: Ending
    /// How many times fail2ban has banned the address; nil when not known.
    var count: Int?
    /// Why the ban is held but not enforced; nil when it is enforced or not known not to be.
    var notEnforced: String?
    /// Where the address is by the data of now.
    var origin: Origin?

    /// The ban as a form names it.
    var reference: BanReference { BanReference(jail: jail, address: address) }
}
