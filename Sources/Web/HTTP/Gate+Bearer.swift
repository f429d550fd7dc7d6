import Console
import HTTPTypes
import Hummingbird
import Logging

extension Gate {
    /// Lets a request to a JSON route through, or throws the problem: by the token of `Authorization: Bearer` where there is one,
    /// and then by nothing else, or by the session of the cookie.
    func admitToAPI(_ request: Request, _ context: ConsoleContext, _ action: Action) async throws -> Visit {
        guard let console = phase.services else { throw Self.setupNeeded }
        // Addresses end in logs and histories, so nobody is to get used to it.
        guard FormFields(parsing: (request.uri.query ?? "").utf8)["access_token"] == nil else {
            throw Self.tokenInAddress
        }
        guard let token = try BearerHeader.token(of: request) else { return try await admit(request, context, action) }
        let client = try client(of: request, context)
        let person = try await holder(of: token, client, console.entrance(for: action), context)
        let visit = Visit(
            request: request, context: context, console: console, signedIn: person, client: client, isByBearer: true)
        return try await visit.audited(action) {
            try Self.judge(person.principal, action)
            if action.rule.changesState { try refuseCookie(beside: visit) }
            return visit
        }
    }

    private func holder(
        of token: String, _ client: ClientAddress, _ entrance: Entrance, _ context: ConsoleContext
    ) async throws -> SignedIn {
        let answer =
            PersonalTokens.isOne(token)
            ? try await entrance.tokens.authenticate(token, from: client)
            : try await entrance.programs.authenticate(token, from: client)
        switch answer {
        case .valid(let person): return person
        case .invalid:
            context.logger.info("a token was refused", metadata: ["client": "\(client.text)"])
            throw Self.invalidToken
        case .limited(let seconds):
            throw Problem(
                .tooManyRequests, .tooManyRequests, "Too many tries", "Try again in \(seconds) seconds.",
                retryAfter: Int(seconds))
        }
    }

    /// What the owner may not, no token may; what its scopes do not name, it may not either.
    private static func judge(_ principal: Principal, _ action: Action) throws(Problem) {
        guard principal.ownerMay(action) else { throw notAllowed }
        if principal.isInScope(action), !action.isForPeopleAlone { return }
        guard !action.scopes.isEmpty, !action.isForPeopleAlone else {
            throw Problem(
                .forbidden, .notAllowed, "Not for tokens", "No token may do this: sign in with a browser.")
        }
        throw insufficientScope(for: action)
    }

    /// The owner may do it, and the token is for something else.
    static func insufficientScope(for action: Action) -> Problem {
        var problem = Problem(
            .forbidden, .insufficientScope, "The token is not for this",
            "It needs one of the scopes: \(action.scopes.words.joined(separator: ", ")).")
        problem.challenge = BearerHeader.challenge("insufficient_scope", scopes: action.scopes.words)
        return problem
    }

    /// No browser adds a token by itself, so that a request with one alone cannot be forged. One that brings a session's cookie
    /// as well is a browser's, and has no token of that session to show, since the session does not count.
    private func refuseCookie(beside visit: Visit) throws {
        let name = visit.console.configuration.cookie.sessionName
        guard visit.request.cookies[name] != nil else { return }
        try refuseForgery("a session's cookie came beside the token", visit.request, visit.context)
    }

    /// The token is none, has ended, or its owner may not come in.
    static var invalidToken: Problem {
        var problem = Problem(
            .unauthorized, .invalidToken, "The token is not valid", "It is unknown, was revoked or has expired.")
        problem.challenge = BearerHeader.challenge("invalid_token")
        return problem
    }

    private static var tokenInAddress: Problem {
        var problem = Problem(
            .badRequest, .badRequest, "A token in the address",
            "Addresses end in logs. Revoke that token, and send another as: Authorization: Bearer TOKEN")
        problem.challenge = BearerHeader.challenge("invalid_request")
        return problem
    }
}
