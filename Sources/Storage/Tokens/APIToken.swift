/// A token that a person made for a program.
public struct APIToken: Hashable, Sendable {
    /// Its number, never given again.
    public var id: Int64
    /// The account.
    public var userID: Int64
    /// What its owner calls it.
    public var name: String
    /// What it may do: words of the caller, apart by spaces.
    public var scopes: String
    /// When it was made (UTC epoch seconds).
    public var createdAt: Int64
    /// When it ends (UTC epoch seconds).
    public var expiresAt: Int64
    /// When it was last used (UTC epoch seconds), to the minute; nil for never.
    public var lastUsedAt: Int64?
    /// The address it was last used from; nil for never.
    public var lastAddress: String?

    /// Makes a token of its parts.
    public init(
        id: Int64, userID: Int64, name: String, scopes: String, createdAt: Int64, expiresAt: Int64,
        lastUsedAt: Int64? = nil, lastAddress: String? = nil
    ) {
        self.id = id
        self.userID = userID
        self.name = name
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.lastAddress = lastAddress
    }
}
