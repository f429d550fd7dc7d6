/// Something that was done to a host, with what came of it.
public struct OperationRecord: Hashable, Sendable {
    /// What was done.
    public enum Kind: String, CaseIterable, Sendable {
        case ban, unban, undo, change, ignore, unignore, start, stop, reload
    }

    /// What came of one part of it.
    public enum Result: String, CaseIterable, Sendable {
        case done
        /// It was so before.
        case already
        /// It was not done, for the reason told.
        case refused
        /// fail2ban did not answer, and what is true could not be read.
        case unknown
        /// fail2ban lists the ban, and an action failed for it.
        case notEnforced = "not_enforced"
    }

    /// One part: one id in one jail.
    public struct Item: Hashable, Sendable {
        /// What it was done to: the banned id, or the name of a setting.
        public var subject: String
        /// The jail.
        public var jail: String
        /// What came of it.
        public var result: Result
        /// Why, or what else is to be known.
        public var detail: String?
        /// The end that was chosen for a ban; nil where the jail's own time ends it, and for all but bans.
        public var end: BanEntry.End?
        /// The end that a ban had before, where it was banned already.
        public var previousEnd: BanEntry.End?
    }

    /// The random name by which it is shown, undone and confirmed.
    public var id: String
    /// What was done.
    public var kind: Kind
    /// Who did it.
    public var actor: String
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// Why, in the person's words.
    public var reason: String?
    /// What came of each part.
    public var items: [Item]
    /// Until when it can be undone; nil when it cannot.
    public var undoUntil: Int64?
    /// Whether it was undone.
    public var isUndone: Bool
    /// When it is undone by itself unless confirmed; nil when it stays.
    public var confirmBy: Int64?
    /// The same in fail2ban's own words, to copy.
    public var commands: [String]
    /// Of an undo: what was done by the operation that it takes back.
    public var takesBack: Kind?
}
