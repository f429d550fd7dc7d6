import Console
import HTTPTypes

extension RouteGroup {
    static let setup = RouteGroup(
        tag: "setup",
        routes: [
            .init(
                .post, "/api/setup", "Set the console up", body: SetupRoutes.shape,
                answer: .init(status: .created, shape: .object(["username": .text])),
                faults: .values + [
                    .init(.forbidden, .wrongCredentials), .init(.conflict, .setupDone), .init(.conflict, .conflict),
                    .init(.tooManyRequests, .tooManyRequests),
                ])
        ])
}

extension SetupRoutes {
    /// What it takes: besides who and with what right, any setting that a browser may set.
    static let shape = Shape.object(["token": .text, "username": .text, "password": .text])
        .with("additionalProperties", ["type": ["string", "integer", "boolean"]])
        .saying("Besides these any setting that is marked “setup” in docs/configuration.md, by its key.")
}
