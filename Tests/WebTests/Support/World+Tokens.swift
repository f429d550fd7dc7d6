@testable import Console
@testable import Web

/// A program with a token.
struct Program: Sendable {
    let world: World
    let text: String
    let id: Int64

    /// A request as a program sends it: the token, and nothing else that a browser would send.
    func send(
        _ method: String, _ path: String, _ body: String? = nil, _ fields: [(String, String)] = []
    ) async throws -> HTTPReply {
        var all = [("Authorization", "Bearer \(text)")] + fields
        if body != nil { all.append(("Content-Type", "application/json")) }
        return try await world.client.send(method, path, all, body: body)
    }

    /// The same to a registered route.
    func send(_ entry: Routes.Entry) async throws -> HTTPReply {
        let sample = Sample(entry)
        var fields = [("Authorization", "Bearer \(text)")]
        let body = entry.method == "GET" ? nil : sample.body(token: "none")
        if body != nil, let type = sample.type { fields.append(("Content-Type", type)) }
        return try await world.client.send(entry.method, sample.path, fields, body: body)
    }
}

extension World {
    /// A program with a token of an account, made without HTTP.
    func program(
        _ scopes: Set<TokenScope>, of name: String = "ada", called token: String = "probe", days: Int = 90
    ) async throws -> Program {
        guard let owner = try await console.accounts.find(name: name) else { throw Refused(outcome: name) }
        let made = try await console.tokens.create(
            TokenDraft(name: token, scopes: scopes.words, days: days), for: owner, by: .tester)
        return Program(world: self, text: made.text, id: made.1.id)
    }
}

extension Routes.Entry {
    /// Whether it refuses whatever only browsers send.
    var isForProgramsAlone: Bool { action == .issueToken || action == .renewToken }

    /// Whether it is a JSON route of whoever is signed in.
    var isAPI: Bool {
        guard action.rule.need != .anyone, action.rule.need != .setup else { return false }
        return path.hasPrefix("/api/") || path.hasPrefix("/health")
    }
}
