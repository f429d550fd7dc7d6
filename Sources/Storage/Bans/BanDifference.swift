/// What a list of the bans in force says otherwise than the mirror of its jail.
public struct BanDifference: Sendable {
    /// A ban in place of an earlier one of the same id.
    public struct Replacement: Sendable {
        /// The ban as it was.
        public var before: BanRecord
        /// The ban that is in force.
        public var after: BanRecord

        /// Takes each part as it is.
        public init(before: BanRecord, after: BanRecord) {
            self.before = before
            self.after = after
        }
    }

    /// Whether the mirror never had the jail, or forgot it.
    public var isFirst: Bool
    /// Bans of ids that the mirror does not have.
    public var added: [BanRecord] = []
    /// Bans that the mirror has with something else.
    public var changed: [BanRecord] = []
    /// Those of them that began later than the ban of the mirror.
    public var replaced: [Replacement] = []
    /// Bans of the mirror that are not in the list.
    public var gone: [BanRecord] = []

    /// No difference yet.
    public init(isFirst: Bool = false) { self.isFirst = isFirst }

    /// Whether both say the same.
    public var isEmpty: Bool { added.isEmpty && changed.isEmpty && gone.isEmpty }

    /// Seconds by which the sources of a ban's beginning, socket and database, differ in how they round it.
    static let rounding: Int64 = 2
}

/// What became of bans that were to be entered or removed.
public struct BanEffect: Equatable, Sendable {
    /// The ids that were not in the mirror before.
    public var entered: [String] = []
    /// The ids that were.
    public var removed: [String] = []
}
