internal import Storage

/// A token for a program, as its owner sees it.
public struct PersonalToken: Hashable, Sendable {
    /// Its number.
    public let id: Int64
    /// The account that it acts for.
    public let accountID: Int64
    /// What its owner calls it.
    public let name: String
    /// What it is for.
    public let scopes: Set<TokenScope>
    /// When it was made, in epoch seconds.
    public let createdAt: Int64
    /// When it ends, in epoch seconds.
    public let expiresAt: Int64
    /// When it was last used, in epoch seconds; nil for never.
    public let lastUsedAt: Int64?
    /// The address it was last used from; nil for never.
    public let lastAddress: String?

    /// Whether it has ended by itself.
    public func isExpired(at moment: Int64) -> Bool { moment >= expiresAt }

    init(_ token: APIToken, seen: LastSeen.Sight?) {
        id = token.id
        accountID = token.userID
        name = token.name
        // A word that only a later BanGUI knows gives nothing.
        scopes = Set(
            token.scopes.utf8.split(separator: 32).compactMap {
                TokenScope(rawValue: String(decoding: Array($0), as: UTF8.self))
            })
        createdAt = token.createdAt
        expiresAt = token.expiresAt
        lastUsedAt = seen?.at ?? token.lastUsedAt
        lastAddress = seen?.address ?? token.lastAddress
    }
}

/// A token that is to be made, as it was typed.
public struct TokenDraft: Hashable, Sendable {
    /// What it is to be called.
    public var name: String
    /// Words of `TokenScope`.
    public var scopes: [String]
    /// For how long it is to last.
    public var days: Int

    /// Takes each part as it is.
    public init(name: String, scopes: [String], days: Int = PersonalTokens.usualDays) {
        self.name = name
        self.scopes = scopes
        self.days = days
    }
}

/// What a token is to a request.
public enum TokenAnswer: Sendable {
    /// It is in force: who it acts for.
    case valid(SignedIn)
    /// It is none of ours, has ended, or its owner may not come in; nothing tells which.
    case invalid
    /// Too many that were none; seconds for `Retry-After`.
    case limited(retryAfter: Int64)
}
