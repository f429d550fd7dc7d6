import Console
import HTML
import HTTPTypes
import Hummingbird

/// One's own tokens for programs: the list, a new one, and revoking.
struct TokenPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.tokens, .viewOwnTokens) { visit in try await answer(visit, TokensView()) }
        routes.form(.tokens, .createOwnToken, create)
        routes.page(.revokeToken, .viewOwnTokens) { visit in
            let row = TokensView.TokenRow(try await Self.token(visit), now: visit.console.now())
            return html(revokeTokenPage(row, in: try await frame(visit)))
        }
        routes.form(.revokeToken, .revokeOwnToken) { visit, _ in
            let token = try await Self.token(visit)
            _ = try await visit.console.tokens.revoke(token.id, of: token.accountID, by: visit.author(.web))
            return seeOther(Link.tokenRevoked(at: visit.console.now()).path())
        }
    }

    /// The token that the path names; one of somebody else is none.
    static func token(_ visit: Visit) async throws -> PersonalToken {
        guard let id = Int64(visit.parameter("id")),
            let token = try await visit.console.tokens.find(id, of: visit.signedIn.account.id)
        else { throw noSuchToken }
        return token
    }

    static let noSuchToken = Problem(.notFound, .notFound, "No such token", "It was revoked, or is not yours.")

    /// The answer has the token itself, once: nothing keeps it, so that there is nothing to go on to.
    private func create(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        var view = TokensView()
        view.form.name = fields["name"] ?? ""
        view.form.scopes = fields.all("scope")
        view.form.days = fields["days"].flatMap { Int($0) } ?? 0
        do {
            let made = try await visit.create(
                TokenDraft(name: view.form.name, scopes: view.form.scopes, days: view.form.days),
                password: fields["password"] ?? "", by: .web)
            view = TokensView()
            view.made = TokensView.Made(name: made.token.name, text: made.text, example: Self.example(made.text, visit))
            return try await answer(visit, view, .created)
        } catch let error as OperationError {
            guard case .invalid(let faults) = error else { throw error }
            view.form.take(faults)
        } catch let error as AccountError {
            view.form.passwordError = "\(error)"
            if case .limited(let seconds) = error {
                var response = try await answer(visit, view, .tooManyRequests)
                response.headers[.retryAfter] = String(seconds)
                return response
            }
        }
        return try await answer(visit, view, .unprocessableContent)
    }

    private func answer(
        _ visit: Visit, _ view: TokensView, _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var view = view
        let now = visit.console.now()
        view.tokens = try await visit.console.tokens.list(of: visit.signedIn.account.id).map { .init($0, now: now) }
        let principal = visit.signedIn.principal
        let useful = TokenScope.allCases.filter { $0.isUseful(to: principal) }.map(\.rawValue)
        view.form.choices = Text.tokensScopeChoices.filter { useful.contains($0.word) }
        return html(tokensPage(view, in: try await frame(visit)), status)
    }

    private func frame(_ visit: Visit) async throws -> PageFrame {
        var frame = try await frames.frame(visit, .tokensTitle, .account)
        frame.styles = ["access.css"]
        if let moment = visit.query["at"].flatMap({ Int64($0) }), (moment..<moment &+ 20).contains(frame.now) {
            frame.toast = ToastView(message: frame[.tokensRevoked])
        }
        return frame
    }

    /// A request that the token is good for, to the address by which the page was asked for.
    private static func example(_ token: String, _ visit: Visit) -> String {
        let scheme = visit.client.isSecure ? "https" : "http"
        let origin =
            visit.console.configuration.publicAddress?.description
            ?? "\(scheme)://\(visit.request.head.authority ?? "")"
        return "curl -H 'Authorization: Bearer \(token)' \(origin)/api/auth/session"
    }
}

extension Visit {
    /// Makes a token of the person, who must know the password; a wrong one is written to the audit log.
    func create(
        _ draft: TokenDraft, password: String, by origin: Author.Origin
    ) async throws -> (text: String, token: PersonalToken) {
        do {
            return try await console.tokens.create(
                draft, for: signedIn, password: password, from: client, by: author(origin))
        } catch AccountError.wrongPassword {
            let error = AccountError.wrongPassword
            let event = AuditEvent(.tokenAdd, subject: draft.name, result: .refused, detail: "\(error)")
            await console.audit.noteAttempt(event, by: author(origin))
            throw error
        }
    }
}

extension TokensView.TokenRow {
    init(_ token: PersonalToken, now: Int64) {
        self.init(
            id: token.id, name: token.name, scopes: token.scopes.words, made: token.createdAt, ends: token.expiresAt,
            isExpired: token.isExpired(at: now), used: token.lastUsedAt, address: token.lastAddress)
    }
}

extension TokensView.Form {
    /// Puts each fault beside its field.
    fileprivate mutating func take(_ faults: [FieldFault]) {
        func words(_ field: String) -> String? { faults.first { $0.field == field }?.message }
        (nameError, scopesError, daysError) = (words("name"), words("scopes"), words("days"))
    }
}
