import HTTPTypes

extension RouteGroup {
    static let document = RouteGroup(
        tag: "description",
        routes: [
            .init(.get, "/api/openapi.json", "This description", answer: .ok(OpenAPIDocument.shape))
        ])
}

extension OpenAPIDocument {
    private static let anything = Shape.object([:])

    static let shape = Shape.object([
        "openapi": .text, "info": anything, "servers": .list(anything), "tags": .list(anything), "paths": anything,
        "components": anything,
    ])
}
