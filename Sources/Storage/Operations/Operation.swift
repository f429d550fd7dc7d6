/// Something that was done to a host: by whom, from where, why, and whether it can be undone.
public struct Operation: Hashable, Sendable {
    /// Its id, made by the caller: 26 random characters.
    public var id: String
    /// What was done, such as `ban`, `unban`, `undo`, `start`, `stop`, `reload`, `change`, `ignore`, `unignore`.
    public var kind: String
    /// The account; nil for BanGUI itself, the command line, or an account that is gone.
    public var actorID: Int64?
    /// The name of who did it, as it was then.
    public var actorName: String
    /// By which way: `web`, `api`, `cli`, `bangui`.
    public var origin: String
    /// The address it came from.
    public var address: String?
    /// When (UTC epoch seconds).
    public var at: Int64
    /// Why, in the person's words.
    public var reason: String?
    /// For how long, in seconds; -1 is permanent, nil the jail's own.
    public var duration: Int64?
    /// Until when it can be undone (UTC epoch seconds); nil if it cannot.
    public var undoUntil: Int64?
    /// The id of the operation that undid it.
    public var undoneBy: String?
    /// Until when it must be confirmed, or it is taken back (UTC epoch seconds).
    public var confirmBy: Int64?
    /// When it was confirmed (UTC epoch seconds).
    public var confirmedAt: Int64?
    /// The id of the operation that this one takes back, wholly or in part.
    public var undoes: String?

    /// Makes an operation of its parts.
    public init(
        id: String, kind: String, actorID: Int64?, actorName: String, origin: String, address: String?, at: Int64,
        reason: String? = nil, duration: Int64? = nil, undoUntil: Int64? = nil, undoneBy: String? = nil,
        confirmBy: Int64? = nil, confirmedAt: Int64? = nil, undoes: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.actorID = actorID
        self.actorName = actorName
        self.origin = origin
        self.address = address
        self.at = at
        self.reason = reason
        self.duration = duration
        self.undoUntil = undoUntil
        self.undoneBy = undoneBy
        self.confirmBy = confirmBy
        self.confirmedAt = confirmedAt
        self.undoes = undoes
    }
}

/// What an operation did to one ban, and how the ban was before.
public struct OperationItem: Hashable, Sendable {
    /// The host.
    public var host: String
    /// The jail.
    public var jail: String
    /// The ban's id in its text form; the empty text where a jail as a whole is meant.
    public var id: String
    /// What became of it, such as `done`, `already`, `refused`, `unknown`, `not_enforced`; `announced` before it is known.
    public var result: String
    /// More about the result, in words.
    public var detail: String?
    /// Since when it was banned before (UTC epoch seconds); nil if it was not, or unknown.
    public var previousBannedAt: Int64?
    /// Until when it was banned before (UTC epoch seconds).
    public var previousEndsAt: Int64?
    /// Whether it was banned for ever before.
    public var previousPermanent: Bool
    /// The planned end it had before (UTC epoch seconds).
    public var previousPlannedEnd: Int64?

    /// Makes an item of its parts.
    public init(
        host: String, jail: String, id: String, result: String, detail: String? = nil, previousBannedAt: Int64? = nil,
        previousEndsAt: Int64? = nil, previousPermanent: Bool = false, previousPlannedEnd: Int64? = nil
    ) {
        self.host = host
        self.jail = jail
        self.id = id
        self.result = result
        self.detail = detail
        self.previousBannedAt = previousBannedAt
        self.previousEndsAt = previousEndsAt
        self.previousPermanent = previousPermanent
        self.previousPlannedEnd = previousPlannedEnd
    }
}
