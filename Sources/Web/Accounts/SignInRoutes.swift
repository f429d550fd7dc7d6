import Console
import HTML
import HTTPTypes
import Hummingbird
import NIOCore

/// The way in and out, by form and by JSON.
struct SignInRoutes: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.open(.get, Route.login.rawValue, .viewSignIn) { visit in
            let view = LoginView(returnTo: LocalPath.checked(visit.query["return"]))
            return page(view, visit)
        }
        routes.open(.post, Route.login.rawValue, .signIn, formSignIn)
        routes.open(.post, "/api/auth/login", .signIn, jsonSignIn)
        routes.form(.logout, .signOut) { visit, _ in
            try await signOut(visit, .web, Response(status: .seeOther, headers: [.location: "/login"]))
        }
        routes.api(.post, "/api/auth/logout", .signOut) { visit in
            try await signOut(visit, .api, Response(status: .noContent))
        }
        routes.api(.get, "/api/auth/session", .viewSession) { visit in json(SessionJSON.body(visit)) }
    }

    private struct Credentials: Decodable {
        var username: String
        var password: String
    }

    private func jsonSignIn(_ visit: OpenVisit) async throws -> Response {
        let body = try await RequestBody.json(
            Credentials.self, of: visit.request, limit: RequestBody.credentialsLimit)
        switch try await attempt(body.username, body.password, visit, by: .api) {
        case .signedIn(let cookie, let person):
            let token = visit.console.sessions.forgeryToken(of: person)
            var response = json(
                JSONWriter.object {
                    $0.field("expiresAt", time: person.session.expiresAt)
                    $0.field("csrfToken", token)
                })
            self.cookie(visit).set(
                cookie, expiresAt: person.session.expiresAt, now: person.session.createdAt, on: &response)
            return response
        case .wrong:
            throw Problem(
                .unauthorized, .wrongCredentials, "Not signed in", "The user name or the password is wrong.")
        case .limited(let seconds), .busy(let seconds):
            throw Problem(
                .tooManyRequests, .tooManyRequests, "Too many tries", "Try again in \(seconds) seconds.",
                retryAfter: Int(seconds))
        }
    }

    private func formSignIn(_ visit: OpenVisit) async throws -> Response {
        let fields = try await RequestBody.form(of: visit.request, limit: RequestBody.credentialsLimit)
        let returnTo = LocalPath.checked(fields["return"])
        let name = fields["username"] ?? ""
        guard formGuard(visit).accepts(fields, visit.request) else {
            // A form that lay open for a day, or another site's: shown again, nothing tried.
            return page(LoginView(username: name, returnTo: returnTo, fault: .expired), visit, .forbidden)
        }
        switch try await attempt(name, fields["password"] ?? "", visit, by: .web) {
        case .signedIn(let cookie, let person):
            var response = Response(status: .seeOther, headers: [.location: returnTo ?? "/"])
            self.cookie(visit).set(
                cookie, expiresAt: person.session.expiresAt, now: person.session.createdAt, on: &response)
            return response
        case .wrong: return page(LoginView(username: name, returnTo: returnTo, fault: .wrong), visit, .unauthorized)
        case .limited(let seconds), .busy(let seconds):
            var response = page(
                LoginView(username: name, returnTo: returnTo, fault: .limited(seconds: seconds)), visit,
                .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
    }

    private func attempt(
        _ name: String, _ password: String, _ visit: OpenVisit, by origin: Author.Origin
    ) async throws -> SignInOutcome {
        let name = name
        let old = visit.request.cookies[visit.console.configuration.cookie.sessionName]?.value
        return try await visit.console.signIn.signIn(
            name: name, password: password, from: visit.client,
            userAgent: visit.request.headers[.userAgent] ?? "", replaced: old, by: origin)
    }

    private func signOut(
        _ visit: Visit, _ origin: Author.Origin, _ answer: Response
    ) async throws -> Response {
        try await visit.console.sessions.signOut(visit.signedIn, by: visit.author(origin))
        var response = answer
        SessionCookie(policy: visit.console.configuration.cookie).clear(on: &response)
        if let name = HTTPField.Name("clear-site-data") { response.headers[name] = "\"cookies\", \"storage\"" }
        return response
    }

    private func page(
        _ view: LoginView, _ visit: OpenVisit, _ status: HTTPResponse.Status = .ok
    ) -> Response {
        let (field, cookie) = formGuard(visit).issue(for: visit.request)
        let frame = frames.plainFrame(
            .loginTitle, token: field, visit.console.configuration, visit.request,
            now: visit.console.now())
        var response = html(loginPage(view, in: frame), status)
        if let cookie { self.cookie(visit).setForm(cookie, on: &response) }
        return response
    }

    private func cookie(_ visit: OpenVisit) -> SessionCookie {
        SessionCookie(policy: visit.console.configuration.cookie)
    }

    private func formGuard(_ visit: OpenVisit) -> FormGuard {
        FormGuard(tokens: visit.console.forms, policy: visit.console.configuration.cookie)
    }
}

/// Who is signed in, as the API tells it.
enum SessionJSON {
    static func body(_ visit: Visit) -> ByteBuffer {
        let account = visit.signedIn.account
        return JSONWriter.object { json in
            json.object("user") {
                $0.field("id", account.id)
                $0.field("username", account.name)
                $0.field("administrator", account.isAdministrator)
            }
            json.field("expiresAt", time: visit.signedIn.session.expiresAt)
            if let token = visit.signedIn.token {
                json.object("token") { TokenJSON.write(token, now: visit.console.now(), to: &$0) }
            }
            if !visit.isByBearer { json.field("csrfToken", visit.console.sessions.forgeryToken(of: visit.signedIn)) }
        }
    }
}
