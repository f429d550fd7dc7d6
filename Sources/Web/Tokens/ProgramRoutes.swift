import Console
import HTTPTypes
import Hummingbird
import Logging

/// The way in of programs that sign in with name and password. No browser is let in here: what it would be given must not lie where
/// script can read it.
struct ProgramRoutes {
    func register(on routes: Routes) {
        routes.open(.post, "/api/auth/token", .issueToken, begin)
        routes.open(.post, "/api/auth/token/refresh", .renewToken, renew)
    }

    private struct Credentials: Decodable {
        var username: String
        var password: String
    }

    private struct Refresh: Decodable {
        var refreshToken: String
    }

    private func begin(_ visit: OpenVisit) async throws -> Response {
        try refuseBrowsers(visit)
        let body = try await RequestBody.json(
            Credentials.self, of: visit.request, limit: RequestBody.credentialsLimit)
        let outcome = try await visit.console.programs.begin(
            name: body.username, password: body.password, from: visit.client,
            userAgent: visit.request.headers[.userAgent] ?? "")
        return try answer(
            outcome, visit,
            wrong: Problem(
                .unauthorized, .wrongCredentials, "Not signed in", "The user name or the password is wrong."))
    }

    private func renew(_ visit: OpenVisit) async throws -> Response {
        try refuseBrowsers(visit)
        let body = try await RequestBody.json(Refresh.self, of: visit.request, limit: RequestBody.credentialsLimit)
        let outcome = try await visit.console.programs.renew(body.refreshToken, from: visit.client)
        return try answer(outcome, visit, wrong: Gate.invalidToken)
    }

    private func answer(_ outcome: ProgramOutcome, _ visit: OpenVisit, wrong: Problem) throws -> Response {
        switch outcome {
        case .tokens(let tokens):
            return json(
                JSONWriter.object {
                    $0.field("accessToken", tokens.accessToken)
                    $0.field("refreshToken", tokens.refreshToken)
                    $0.field("tokenType", "Bearer")
                    $0.field("expiresAt", time: tokens.expiresAt)
                    $0.field("sessionEndsAt", time: tokens.sessionEndsAt)
                })
        case .wrong: throw wrong
        case .usedAgain:
            visit.context.logger.warning(
                "a refresh token was used again; its session was ended", metadata: ["client": "\(visit.client.text)"])
            throw wrong
        case .limited(let seconds):
            throw Problem(
                .tooManyRequests, .tooManyRequests, "Too many tries", "Try again in \(seconds) seconds.",
                retryAfter: Int(seconds))
        }
    }

    /// What only browsers send: `Origin`, `Sec-Fetch-…`, a session's cookie.
    private func refuseBrowsers(_ visit: OpenVisit) throws(Problem) {
        let request = visit.request
        let isBrowser =
            request.headers[.origin] != nil
            || request.headers.contains { $0.name.canonicalName.utf8.starts(with: "sec-fetch-".utf8) }
            || request.cookies[visit.console.configuration.cookie.sessionName] != nil
        guard isBrowser else { return }
        throw Problem(
            .forbidden, .notAllowed, "For programs only", "A browser signs in with POST /api/auth/login.")
    }
}
