package import Console
import Hummingbird
package import NIOCore

/// `/api/tokens`: one's own tokens for programs. People only: no token makes or revokes another.
struct TokenAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/tokens", .viewOwnTokens) { visit in
            let tokens = try await visit.console.tokens.list(of: visit.signedIn.account.id)
            return json(TokenJSON.list(tokens, now: visit.console.now()))
        }
        routes.api(.post, "/api/tokens", .createOwnToken, create)
        routes.api(.delete, "/api/tokens/{id}", .revokeOwnToken) { visit in
            let token = try await TokenPages.token(visit)
            _ = try await visit.console.tokens.revoke(token.id, of: token.accountID, by: visit.author(.api))
            return Response(status: .noContent)
        }
    }

    private struct Body: Decodable {
        var name: String
        var scopes: [String]
        var days: Int?
        var password: String
    }

    private func create(_ visit: Visit) async throws -> Response {
        let body = try await RequestBody.json(Body.self, of: visit.request, limit: RequestBody.credentialsLimit)
        let draft = TokenDraft(name: body.name, scopes: body.scopes, days: body.days ?? PersonalTokens.usualDays)
        do {
            let made = try await visit.create(draft, password: body.password, by: .api)
            return json(TokenJSON.made(made.text, made.token, now: visit.console.now()), .created)
        } catch let error as AccountError {
            throw Problem(account: error)
        }
    }
}

extension Problem {
    /// What is wrong with the password that was to confirm something.
    init(account error: AccountError) {
        switch error {
        case .limited(let seconds):
            self.init(
                .tooManyRequests, .tooManyRequests, "Too many tries", "\(error)", retryAfter: Int(seconds))
        case .busy: self.init(.tooManyRequests, .tooManyRequests, "Too many tries", "\(error)", retryAfter: 2)
        default: self.init(operation: .invalid([FieldFault("password", "\(error)")]))
        }
    }
}

/// Tokens, as programs are told them; never the token itself, but for the one answer that makes it.
package enum TokenJSON {
    /// - Parameter owners: names of the accounts, by number, where tokens of several are told.
    package static func list(_ tokens: [PersonalToken], owners: [Int64: String]? = nil, now: Int64) -> ByteBuffer {
        JSONWriter.object { json in
            json.array("tokens", tokens) { json, token in
                json.object {
                    if let owners { $0.field("username", owners[token.accountID]) }
                    write(token, now: now, to: &$0)
                }
            }
        }
    }

    package static func made(_ text: String, _ token: PersonalToken, now: Int64) -> ByteBuffer {
        JSONWriter.object {
            $0.field("token", text)
            write(token, now: now, to: &$0)
        }
    }

    static func write(_ token: PersonalToken, now: Int64, to json: inout JSONWriter) {
        json.field("id", token.id)
        json.field("name", token.name)
        json.field("scopes", texts: token.scopes.words)
        json.field("createdAt", time: token.createdAt)
        json.field("expiresAt", time: token.expiresAt)
        json.field("expired", token.isExpired(at: now))
        json.field("lastUsedAt", time: token.lastUsedAt)
        json.field("lastAddress", token.lastAddress)
    }
}
