/// A release of fail2ban that the tests run; `Tests/fail2ban/packages` names its package.
public struct Fail2banRelease: Hashable, Sendable, CustomStringConvertible {
    /// The version as the daemon says it.
    public let version: String

    /// The oldest that BanGUI supports, the one of Debian 12, and the one of Debian 13.
    public static let all = ["0.11.2", "1.0.2", "1.1.0"].map { Fail2banRelease(version: $0) }

    /// What tests run that ask for no release of their own.
    public static let usual = Fail2banRelease(version: "1.0.2")

    /// `fail2ban VERSION`, as test names show it.
    public var description: String { "fail2ban \(version)" }
}
