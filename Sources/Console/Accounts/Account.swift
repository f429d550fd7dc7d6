internal import Storage

/// An account as others may see it: everything but the password's hash.
public struct Account: Hashable, Sendable {
    /// Its number.
    public let id: Int64
    /// Its name.
    public let name: String
    /// Whether it may do everything.
    public let isAdministrator: Bool
    /// Whether it may not sign in.
    public let isDisabled: Bool
    /// When it was made, in epoch seconds.
    public let createdAt: Int64
    /// When its password was last set, in epoch seconds.
    public let passwordChangedAt: Int64

    init(_ user: User) {
        id = user.id
        name = user.name
        isAdministrator = user.isAdministrator
        isDisabled = user.isDisabled
        createdAt = user.createdAt
        passwordChangedAt = user.passwordChangedAt
    }
}

/// Why a change of accounts was not made.
public enum AccountError: Error, Equatable, Sendable {
    /// The name cannot be one.
    case name(UserName.Failure)
    /// Another account has the name.
    case nameTaken
    /// The password is not taken.
    case password(PasswordPolicy.Fault)
    /// There is no such account.
    case unknown
    /// Nobody could administer the console afterwards.
    case lastAdministrator
    /// The current password is not the one that was given.
    case wrongPassword
    /// Too many tries; seconds to wait.
    case limited(retryAfter: Int64)
    /// Too many passwords are being looked at: an answer of 429.
    case busy
}

extension AccountError: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .name(let failure): failure.description
        case .nameTaken: "Another account has this name."
        case .password(let fault): fault.description
        case .unknown: "There is no such account."
        case .lastAdministrator: "This is the last administrator who can sign in; make another one first."
        case .wrongPassword: "The current password is wrong."
        case .limited(let seconds): "Too many tries; try again in \(seconds) s."
        case .busy: "Too many sign-ins at this moment; try again in a few seconds."
        }
    }
}
