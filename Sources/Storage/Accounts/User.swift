/// An account of a person.
public struct User: Hashable, Sendable {
    /// Its number, never given to another account while it exists.
    public var id: Int64
    /// The name as it was typed.
    public var name: String
    /// The password's hash in its own text form.
    public var passwordHash: String
    /// Whether it may do everything.
    public var isAdministrator: Bool
    /// Whether it may not sign in.
    public var isDisabled: Bool
    /// When it was made (UTC epoch seconds).
    public var createdAt: Int64
    /// When its password was last set (UTC epoch seconds).
    public var passwordChangedAt: Int64

    /// Makes an account of its parts.
    public init(
        id: Int64, name: String, passwordHash: String, isAdministrator: Bool, isDisabled: Bool, createdAt: Int64,
        passwordChangedAt: Int64
    ) {
        self.id = id
        self.name = name
        self.passwordHash = passwordHash
        self.isAdministrator = isAdministrator
        self.isDisabled = isDisabled
        self.createdAt = createdAt
        self.passwordChangedAt = passwordChangedAt
    }
}
