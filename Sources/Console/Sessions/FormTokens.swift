/// The tokens of forms that are shown before there is a session: setup and sign-in. A cookie holds a signed random
/// token, the form's hidden field a code over it, so that no other site can send the form.
public struct FormTokens: Sendable {
    /// For how long, in seconds, a shown form can be sent: 12 hours.
    public static let lifetime: Int64 = 12 * 3600

    /// A cookie and the field that belongs to it.
    public struct Pair: Hashable, Sendable {
        /// The value of the cookie `CookiePolicy.formName`.
        public let cookie: String
        /// The value of the hidden field.
        public let field: String
    }

    let secret: SessionSecret
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - now: epoch seconds.
    ///   - random: that many bytes of the system's generator.
    public init(
        secret: SessionSecret, now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.secret = secret
        self.now = now
        self.random = random
    }

    /// A new pair for a form that is shown.
    public func issue() -> Pair {
        let moment = UInt64(max(now(), 0))
        let time = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: moment >> UInt64($0)) }
        let token = time + random(SignedToken.tokenSize - time.count)
        return Pair(cookie: SignedToken.text(token, key: secret.key(for: .formCookie)), field: field(token))
    }

    /// The field that belongs to a cookie the browser still has; nil where the cookie is not ours or too old.
    public func field(forCookie cookie: String) -> String? { token(of: cookie).map(field) }

    /// Whether field and cookie belong together and are not too old.
    public func accepts(field: String, cookie: String) -> Bool {
        guard let token = token(of: cookie) else { return false }
        return ForgeryToken.isRight(field, for: token, keys: secret.keys(for: .formForgery, at: now()))
    }

    private func field(_ token: [UInt8]) -> String { ForgeryToken.text(for: token, key: secret.key(for: .formForgery)) }

    private func token(of cookie: String) -> [UInt8]? {
        let now = now()
        guard let token = SignedToken.token(of: cookie, keys: secret.keys(for: .formCookie, at: now)) else {
            return nil
        }
        let moment = Int64(truncatingIfNeeded: token.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        return moment <= now + 60 && now - moment < Self.lifetime ? token : nil
    }
}
