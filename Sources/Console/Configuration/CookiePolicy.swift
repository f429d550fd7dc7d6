/// The attributes of the session cookie. Its path is always `/` and it never has a domain.
public struct CookiePolicy: Hashable, Sendable {
    /// The SameSite attribute, spelled as in the header.
    public enum SameSite: String, Hashable, Sendable {
        case lax = "Lax"
        case strict = "Strict"
        case none = "None"
    }

    /// Whether it goes over https only.
    public let isSecure: Bool
    /// Whether scripts cannot read it.
    public let isHTTPOnly: Bool
    /// When it goes along with requests from other sites.
    public let sameSite: SameSite

    /// Takes the attributes.
    public init(isSecure: Bool = true, isHTTPOnly: Bool = true, sameSite: SameSite = .lax) {
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
        self.sameSite = sameSite
    }

    /// The session cookie's name; `__Host-` binds it to this host and to https (RFC 6265bis, 4.1.3.2).
    public var sessionName: String { isSecure ? "__Host-bangui" : "bangui_session" }
    /// The name of the cookie that the forms of setup and sign-in carry before there is a session.
    public var formName: String { isSecure ? "__Host-bangui-form" : "bangui_form" }
}
