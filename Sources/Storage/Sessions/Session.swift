/// A sign-in of one browser or program.
public struct Session: Hashable, Sendable {
    /// Its number.
    public var id: Int64
    /// The account.
    public var userID: Int64
    /// When it began (UTC epoch seconds).
    public var createdAt: Int64
    /// When it ends (UTC epoch seconds).
    public var expiresAt: Int64
    /// When it was last used (UTC epoch seconds).
    public var lastSeenAt: Int64
    /// The address it was last used from.
    public var address: String
    /// What the browser called itself.
    public var userAgent: String
    /// Whether it is a program's, which has no cookie.
    public var isProgram: Bool

    /// Makes a session of its parts.
    public init(
        id: Int64, userID: Int64, createdAt: Int64, expiresAt: Int64, lastSeenAt: Int64, address: String,
        userAgent: String, isProgram: Bool = false
    ) {
        self.id = id
        self.userID = userID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastSeenAt = lastSeenAt
        self.address = address
        self.userAgent = userAgent
        self.isProgram = isProgram
    }
}
