internal import Storage

/// A person whose session is in force, or for whom a program acts by a token.
public struct SignedIn: Hashable, Sendable {
    /// Who it is.
    public let account: Account
    /// By which session; with a token one that stands for it, whose number is no session's.
    public let session: SessionInfo
    /// What they chose for their pages.
    public let preferences: Preferences
    /// The hash of the session's token, to which the form token is bound.
    let tokenHash: [UInt8]
    /// By which token; nil for a session.
    public var token: PersonalToken?
}

/// A session as its owner sees it.
public struct SessionInfo: Hashable, Sendable {
    /// Its number.
    public let id: Int64
    /// The account it belongs to.
    public let accountID: Int64
    /// When it began, in epoch seconds.
    public let createdAt: Int64
    /// When it ends at the latest, in epoch seconds.
    public let expiresAt: Int64
    /// When it was last used, in epoch seconds.
    public let lastSeenAt: Int64
    /// The address it was last used from.
    public let address: String
    /// What the browser called itself, at most 256 bytes.
    public let userAgent: String

    init(_ session: Session, seen: LastSeen.Sight?) {
        id = session.id
        accountID = session.userID
        createdAt = session.createdAt
        expiresAt = session.expiresAt
        lastSeenAt = max(session.lastSeenAt, seen?.at ?? session.lastSeenAt)
        address = seen?.address ?? session.address
        userAgent = session.userAgent
    }

    /// What stands for a session where a program uses a token.
    init(standingFor token: PersonalToken, _ client: ClientAddress) {
        // Numbers of sessions are positive.
        id = -token.id
        accountID = token.accountID
        createdAt = token.createdAt
        expiresAt = token.expiresAt
        lastSeenAt = token.lastUsedAt ?? token.createdAt
        address = client.text
        userAgent = token.name
    }
}

/// The answer to name and password.
public enum SignInOutcome: Sendable {
    /// In: the value of the session cookie, and who it is.
    case signedIn(cookie: String, SignedIn)
    /// Name or password is wrong, or the account is disabled; nothing tells which.
    case wrong
    /// Too many tries; seconds for `Retry-After`.
    case limited(retryAfter: Int64)
    /// Too many passwords are being looked at; seconds for `Retry-After`.
    case busy(retryAfter: Int64)
}
