import Console
import Geo
import HTTPTypes

extension RouteGroup {
    static let geo = RouteGroup(
        tag: "geo",
        routes: [
            .init(.get, "/api/geo", "Which data tells where addresses are", answer: .ok(GeoJSON.shape))
        ])
}

extension GeoJSON {
    private static let tells = Shape.list(.words(of: GeoSubject.self))

    static let shape = Shape.object([
        "lookedAt": Shape.time.orNull.saying("When the files were last looked at."),
        "tells": tells,
        "sources": .list(
            .object([
                "name": Shape.text.orNull.saying("What it calls itself."),
                "origin": .words(of: GeoSource.Origin.self), "kind": .words(of: GeoSource.Kind.self),
                "paths": .list(.text), "state": .words(of: GeoSource.State.self), "tells": tells,
                "builtAt": Shape.time.orNull.saying("When its data was made."), "loadedAt": .time.orNull,
                "bytes": .count, "fault": Shape.text.orNull.saying("What is wrong with what is there now."),
                "remedy": .text.orNull,
                "credit": Shape.object(["line": .text, "link": .text, "licence": .text]).orNull.saying(
                    "What its licence wants to be said where it is shown."),
            ])),
    ]).named("GeoReport")
}
