import Storage

/// One ban in force, as it is shown.
public struct BanEntry: Hashable, Sendable {
    /// Who ends it.
    public enum EndsBy: String, CaseIterable, Sendable {
        /// fail2ban, by its jail's time.
        case fail2ban
        /// BanGUI, at the end that a person chose.
        case bangui
    }

    /// When it ends.
    public enum End: Hashable, Sendable {
        /// In UTC epoch seconds.
        case at(Int64)
        case never
        /// No source tells.
        case unknown
    }

    /// The host.
    public var host: String
    /// The jail.
    public var jail: String
    /// What is banned, in fail2ban's text.
    public var id: String
    /// When it was banned, in UTC epoch seconds; nil where no source tells.
    public var bannedAt: Int64?
    /// When it ends.
    public var end: End
    /// Who ends it.
    public var endsBy: EndsBy
    /// fail2ban's count of this id's bans in this jail; nil where no source tells.
    public var count: Int64?
    /// Why an action failed for it; nil where none is known to have.
    public var notEnforced: String?
    /// Where it is by the data of now; nil while nobody looked, and where it has no address.
    public var origin: Origin?
}

/// One page of a list of bans.
public struct BanPage: Hashable, Sendable {
    /// The bans of this page.
    public var bans: [BanEntry]
    /// Where the next page begins; nil at the end.
    public var next: String?
    /// How many there are in all.
    public var total: Int
}

extension BanEntry {
    init(_ row: BanRow) {
        let record = row.ban
        self.init(
            host: record.host, jail: record.jail, id: record.id, bannedAt: record.bannedAt,
            end: record.isPermanent ? .never : record.endsAt.map(End.at) ?? .unknown, endsBy: .fail2ban,
            count: record.count, notEnforced: record.isEnforced ? nil : record.note ?? "",
            origin: row.origin.map { Origin($0) })
        guard let plan = row.plannedEnd else { return }
        end = plan.endsAt.map(End.at) ?? .never
        endsBy = .bangui
    }
}
