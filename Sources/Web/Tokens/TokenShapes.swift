import Console
import HTTPTypes

extension RouteGroup {
    static let tokens = RouteGroup(
        tag: "tokens",
        routes: [
            .init(.get, "/api/tokens", "Your own tokens for programs", answer: .ok(TokenJSON.listShape)),
            .init(
                .post, "/api/tokens", "Make a token", body: TokenJSON.draft,
                answer: .init(status: .created, shape: TokenJSON.madeShape),
                faults: .values + [.init(.tooManyRequests, .tooManyRequests)]),
            .init(
                .delete, "/api/tokens/{id}", "Revoke one of your own tokens", [.path("id", .count, "Its number.")],
                answer: .nothing, faults: .missing),
            .init(
                .post, "/api/auth/token", "Sign in as a program",
                body: .object(["username": .text, "password": .text]), answer: .ok(ProgramRoutes.shape),
                faults: ProgramRoutes.faults + [.init(.unauthorized, .wrongCredentials)]),
            .init(
                .post, "/api/auth/token/refresh", "Get the next tokens of a program",
                body: .object(["refreshToken": .text]), answer: .ok(ProgramRoutes.shape),
                faults: ProgramRoutes.faults + [.init(.unauthorized, .invalidToken)]),
        ])
}

extension ProgramRoutes {
    static let shape = Shape.object([
        "accessToken": .text, "refreshToken": .text, "tokenType": .words(["Bearer"]), "expiresAt": .time,
        "sessionEndsAt": .time,
    ]).named("ProgramTokens")

    /// A browser is refused, and so are too many tries.
    static let faults: [RouteDescription.Fault] = [
        .init(.forbidden, .notAllowed), .init(.tooManyRequests, .tooManyRequests),
    ]
}

extension TokenJSON {
    private static let scopes = Shape.list(.words(of: TokenScope.self))

    private static let members: [(String, Shape)] = [
        ("id", .integer), ("name", .text), ("scopes", scopes), ("createdAt", .time), ("expiresAt", .time),
        ("expired", .flag), ("lastUsedAt", Shape.time.orNull), ("lastAddress", Shape.text.orNull),
    ]

    static let shape = Shape.object(of: members).named("Token")

    static let listShape = Shape.object(["tokens": .list(shape)])

    static let madeShape = Shape.object(
        of: [("token", Shape.text.saying("The token itself, told this once."))] + members)

    static let draft = Shape.object([
        "name": .text, "scopes": scopes,
        "days": Shape.integer(1...PersonalTokens.mostDays).with(
            "default", .integer(Int64(PersonalTokens.usualDays))
        ).optional,
        "password": Shape.text.saying("Your own, once more."),
    ])
}
