import Console
import HTTPTypes
import Hummingbird

/// The cookies that carry a session and the token of a form; written here only, by the one policy.
struct SessionCookie {
    let policy: CookiePolicy

    /// Sets the session cookie until `expiresAt`, UTC epoch seconds.
    func set(_ value: String, expiresAt: Int64, now: Int64, on response: inout Response) {
        write(policy.sessionName, value, maxAge: expiresAt - now, on: &response)
    }

    /// Has the browser forget the session.
    func clear(on response: inout Response) {
        write(policy.sessionName, "", maxAge: 0, on: &response)
    }

    /// Sets the cookie of a form that is shown before sign-in.
    func setForm(_ value: String, on response: inout Response) {
        write(policy.formName, value, maxAge: FormTokens.lifetime, on: &response)
    }

    private func write(_ name: String, _ value: String, maxAge: Int64, on response: inout Response) {
        let path = policy.path.isEmpty ? "/" : policy.path
        var text = "\(name)=\(value); Path=\(path); Max-Age=\(maxAge); SameSite=\(policy.sameSite.rawValue)"
        if policy.isSecure { text += "; Secure" }
        if policy.isHTTPOnly { text += "; HttpOnly" }
        response.headers.append(HTTPField(name: .setCookie, value: text))
    }
}

/// A form that is shown before sign-in: its hidden field, and the cookie that belongs to it.
struct FormGuard {
    let tokens: FormTokens
    let policy: CookiePolicy

    /// The field for a form on an answer to `request`; the answer must carry `cookie` where there is one.
    func issue(for request: Request) -> (field: String, cookie: String?) {
        if let cookie = request.cookies[policy.formName]?.value, let field = tokens.field(forCookie: cookie) {
            return (field, nil)
        }
        let pair = tokens.issue()
        return (pair.field, pair.cookie)
    }

    /// Whether the form was shown by us to this browser.
    func accepts(_ fields: FormFields, _ request: Request) -> Bool {
        guard let field = fields["_csrf"], let cookie = request.cookies[policy.formName]?.value else { return false }
        return tokens.accepts(field: field, cookie: cookie)
    }
}
