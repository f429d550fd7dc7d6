import Console
import HTTPTypes

extension RouteGroup {
    static let signingIn = RouteGroup(
        tag: "signing in",
        routes: [
            .init(
                .post, "/api/auth/login", "Sign in", body: .object(["username": .text, "password": .text]),
                answer: .ok(.object(["expiresAt": .time, "csrfToken": .text])),
                faults: [.init(.unauthorized, .wrongCredentials), .init(.tooManyRequests, .tooManyRequests)]),
            .init(.get, "/api/auth/session", "Who is signed in", answer: .ok(SessionJSON.shape)),
            .init(.post, "/api/auth/logout", "Sign out", answer: .nothing),
            .init(
                .get, "/api/auth/sessions", "Your own sessions",
                answer: .ok(
                    .object([
                        "sessions": .list(
                            .object([
                                "id": .integer, "device": .text, "address": .text, "createdAt": .time,
                                "lastSeenAt": .time, "expiresAt": .time, "current": .flag,
                            ]))
                    ]))),
            .init(
                .delete, "/api/auth/sessions/{id}", "End one of your own sessions",
                [.path("id", .count, "The id of the session.")], answer: .nothing, faults: .missing),
            .init(.get, "/api/settings/me", "What you chose for your pages", answer: .ok(OwnSettingsJSON.shape)),
            .init(
                .patch, "/api/settings/me", "Choose for your pages", body: OwnSettingsJSON.change,
                answer: .ok(OwnSettingsJSON.shape), faults: .values),
        ])
}

extension SessionJSON {
    static let shape = Shape.object([
        "user": .object(["id": .integer, "username": .text, "administrator": .flag]), "expiresAt": .time,
        "csrfToken": Shape.text.saying("Of a session; a token needs none.").optional,
        "token": TokenJSON.shape.optional,
    ])
}

extension OwnSettingsJSON {
    private static let theme = Shape.words(of: Preferences.Theme.self)
    private static let density = Shape.words(of: Preferences.Density.self)
    private static let zone = Shape.text.saying("server, browser, or the IANA name of a zone.")
    private static let language = Shape.words(of: Preferences.Language.self)
    private static let columns = Shape.text.saying("Names of columns that are not shown, apart by spaces.")

    static let shape = Shape.object([
        "theme": theme, "density": density, "zone": zone, "language": language, "shortcuts": .flag,
        "hiddenBans": columns, "hiddenEvents": columns, "hiddenJails": columns, "hiddenOperations": columns,
    ]).named("OwnSettings")

    /// What is to change; the rest stays.
    static let change = Shape.object([
        "theme": theme.optional, "density": density.optional, "zone": zone.optional, "language": language.optional,
        "shortcuts": Shape.flag.optional, "hiddenBans": columns.optional, "hiddenEvents": columns.optional,
        "hiddenJails": columns.optional, "hiddenOperations": columns.optional,
    ]).with("additionalProperties", false)
}
