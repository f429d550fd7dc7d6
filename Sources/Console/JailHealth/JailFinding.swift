public import Fail2ban
public import Storage

/// Something that keeps a jail from doing what it is there for, with what mends it.
public struct JailFinding: Hashable, Sendable {
    /// What it is, by a stable name.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        case logMissing = "log-missing"
        case logDropped = "log-dropped"
        case logHidden = "log-hidden"
        case logForbidden = "log-forbidden"
        case logUnknown = "log-unknown"
        case logHanging = "log-hanging"
        case logRenamed = "log-renamed"
        case logMoved = "log-moved"
        case logSilent = "log-silent"
        case logUnread = "log-unread"
        case journalEmpty = "journal-empty"
        case journalNothing = "journal-nothing"
        case zone
        case filterEmpty = "filter-empty"
        case filterTag = "filter-tag"
        case filterBlind = "filter-blind"
        case actionNone = "action-none"
        case actionProgram = "action-program"
        case actionFailed = "action-failed"
        case firewallMissing = "firewall-missing"
        case portOther = "port-other"
        case advisory
        case purgeShort = "purge-short"
    }

    /// The jail.
    public var jail: JailName
    /// What it is.
    public var code: Code
    /// How grave it is: a failure, a warning or a note.
    public var status: DoctorFinding.Status
    /// One or two sentences with what was measured.
    public var reason: String
    /// What to do, in words.
    public var advice: String?
    /// The command that mends it, or that tells more.
    public var command: String?
    /// When it was first seen, in UTC epoch seconds; nil where nobody watched.
    public var since: Int64?

    init(
        _ code: Code, _ status: DoctorFinding.Status, of jail: JailName, _ reason: String, _ command: String? = nil,
        advice: String? = nil
    ) {
        self.jail = jail
        self.code = code
        self.status = status
        self.reason = reason
        self.advice = advice
        self.command = command
    }
}

/// How it was with the jails at one moment.
public struct JailHealth: Hashable, Sendable {
    /// All that was found, the gravest of each jail first, by jail.
    public var findings: [JailFinding]
    /// The jails that were looked at.
    public var seen: [JailName]
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// How the last start of fail2ban put its bans back; nil where that is not known.
    public var restoration: Restoration?

    /// Takes each part as it is.
    public init(
        findings: [JailFinding] = [], seen: [JailName] = [], at: Int64, restoration: Restoration? = nil
    ) {
        self.findings = findings
        self.seen = seen
        self.at = at
        self.restoration = restoration
    }

    /// What was found of one jail, the gravest first.
    public func findings(of jail: String) -> [JailFinding] { findings.filter { $0.jail.text == jail } }

    /// The gravest status of one jail; nil where nothing is wrong with it.
    public func status(of jail: String) -> DoctorFinding.Status? { findings(of: jail).first?.status }

    /// The jails that guard nothing, or less than they should: those with a failure.
    public var dead: [JailName] { seen.filter { status(of: $0.text) == .failure } }

    /// The same order for everyone.
    static func ordered(_ findings: [JailFinding]) -> [JailFinding] {
        let ranks: [DoctorFinding.Status: Int] = [.failure: 0, .warning: 1, .note: 2]
        return findings.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.jail != second.jail { return first.jail < second.jail }
            let (mine, its) = (ranks[first.status] ?? 3, ranks[second.status] ?? 3)
            return mine == its ? left.offset < right.offset : mine < its
        }.map(\.element)
    }
}
