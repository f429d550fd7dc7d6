public import Storage

/// What a check of the whole audit log found.
public struct AuditReport: Hashable, Sendable {
    /// The first entry that is not as it was written, and what that means.
    public enum Fault: Hashable, Sendable {
        /// Entries from one number to another are not there.
        case missing(from: Int64, through: Int64)
        /// The entry says something else than was written, or is none that BanGUI wrote.
        case changed(Int64)
        /// The entry does not follow the one before it: that was replaced, or these are of different logs.
        case unlinked(Int64)
        /// The entry's number was there before: it was put in.
        case repeated(Int64)
        /// Another entry was anchored under this number: the log was written anew from here or from before, or the
        /// database is another one.
        case rewritten(Int64)
        /// The log ends before an entry that was anchored: its end was cut off, or the database is an old copy.
        case cutOff(last: Int64, anchored: Int64)
        /// Entries up to `last` were anchored and are not there, and nothing explains it but the entry of a restore for which
        /// root did not vouch.
        case unvouched(restore: Int64, last: Int64)

        /// The number of the first entry that is wrong.
        public var sequence: Int64 {
            switch self {
            case .missing(let from, _): from
            case .changed(let number), .unlinked(let number), .repeated(let number), .rewritten(let number): number
            case .cutOff(let last, _): last + 1
            case .unvouched(let restore, _): restore
            }
        }
    }

    /// A restore of a backup, after which the log goes on from where that was.
    public struct Restore: Hashable, Sendable {
        /// The number of the entry that tells of it.
        public var sequence: Int64
        /// When, in UTC epoch seconds.
        public var at: Int64
        /// Who did it.
        public var actor: String
        /// The last number that was anchored of the log before it and is not in this one; nil where none is missing.
        public var lost: Int64?
        /// Whether root vouches for it; nil where nobody independent of the console could.
        public var isVouched: Bool?
    }

    /// Root's word that the log is the one that goes on, whatever was anchored before.
    public struct Acceptance: Hashable, Sendable {
        /// The number of the entry that tells of it.
        public var sequence: Int64
        /// When, in UTC epoch seconds.
        public var at: Int64
        /// Who did it.
        public var actor: String
        /// How many heads that were anchored before contradict the log.
        public var heads = 0
    }

    /// An entry that is not in the log as it was anchored.
    public struct Contradiction: Hashable, Sendable {
        /// The number that was anchored.
        public var sequence: Int64
        /// When, in UTC epoch seconds; nil where that is not kept.
        public var at: Int64?
        /// For which user; nil where that is not kept.
        public var user: UInt32?
    }

    /// Restores, acceptances and contradictions that are told at most.
    static let listed = 100

    /// When it was checked, in UTC epoch seconds.
    public var checkedAt: Int64
    /// How many entries there are.
    public var entries: Int64 = 0
    /// The last entry; nil where there is none.
    public var head: AuditHead?
    /// The last number at which the log is as it was anchored; nil where nothing was.
    public var anchored: Int64?
    /// Where anchors are kept.
    public var anchorPlace: String?
    /// Whether another than the console keeps the anchors.
    public var isIndependent = false
    /// Why anchors could not be read; nil where they were.
    public var anchorProblem: String?
    /// Why entries that were added lately could not be anchored; nil where they were, or where that is not known.
    public var anchorFailure: AuditLog.AnchorFailure?
    /// The first fault; nil where all is as it was written.
    public var fault: Fault?
    /// The last restores, 100 at most, in order.
    public var restores: [Restore] = []
    /// The last acceptances of root's, 100 at most, in order.
    public var acceptances: [Acceptance] = []
    /// The first heads that were anchored and contradict the log without an explanation, 100 at most.
    public var contradictions: [Contradiction] = []

    /// Whether nothing speaks against the log.
    public var isUnbroken: Bool { fault == nil }
    /// How many entries at the end are not anchored yet.
    public var unanchored: Int64 { (head?.sequence ?? 0) - (anchored ?? 0) }
}

extension AuditReport.Fault: CustomStringConvertible {
    /// What it means, for a person.
    public var description: String {
        switch self {
        case .missing(let from, let through):
            from == through
                ? "Entry \(from) is missing: it was deleted."
                : "Entries \(from) to \(through) are missing: they were deleted."
        case .changed(let number): "Entry \(number) is not as it was written: it was changed, or put in."
        case .unlinked(let number):
            "Entry \(number) does not follow entry \(number - 1): that was replaced, or the order was changed."
        case .repeated(let number): "Entry \(number) is there twice: one was put in."
        case .rewritten(let number):
            "Entry \(number) is another one than was anchored: the log was written anew, or the database is another one."
        case .cutOff(let last, let anchored):
            "The log ends with entry \(last), and entry \(anchored) was anchored: its end was cut off, the database is an old copy, or what was anchored is false."
        case .unvouched(let restore, let last):
            "Entries up to \(last) were anchored and are gone, and only entry \(restore) explains it, a restore that root did not vouch for: somebody deleted them and wrote that entry, or a backup was restored without root. If you know of the restore, say so: sudo bangui audit accept"
        }
    }
}
