/// The attributes of the session cookie. It never has a domain.
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
    /// The path that it is sent to, such as `/bangui`; empty for the whole site.
    public let path: String

    /// Takes the attributes.
    public init(isSecure: Bool = true, isHTTPOnly: Bool = true, sameSite: SameSite = .lax, path: String = "") {
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
        self.sameSite = sameSite
        self.path = path
    }

    /// The session cookie's name; `__Host-` binds it to this host and to https (RFC 6265bis, 4.1.3.2). That prefix is for the
    /// whole site: below a path the cookie would go to every other program of it, so there `__Secure-` binds it to https.
    public var sessionName: String { isSecure ? prefix + "bangui" : "bangui_session" }
    /// The name of the cookie that the forms of setup and sign-in carry before there is a session.
    public var formName: String { isSecure ? prefix + "bangui-form" : "bangui_form" }

    /// The name of the cookie by which a browser tells its zone to pages that ask for it; a script sets it.
    public var zoneName: String { (isSecure ? prefix : "") + "bangui-zone" }

    private var prefix: String { path.isEmpty ? "__Host-" : "__Secure-" }
}
