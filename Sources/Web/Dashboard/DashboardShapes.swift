import Console
import HTTPTypes

extension RouteGroup {
    static let dashboard = RouteGroup(
        tag: "dashboard",
        routes: [
            .init(
                .get, "/api/dashboard", "What happened in a stretch of time, in sums", RouteDescription.Parameter.range,
                answer: .ok(DashboardJSON.shape), faults: .values)
        ])
}

extension DashboardJSON {
    private static let jail = Shape.object(["name": .text, "attempts": .count, "bans": .count])

    static let shape = Shape.object([
        "from": .time, "to": .time, "banned": .count, "attempts": .count, "bans": .count, "newAddresses": .count,
        "jailsRunning": .count.orNull, "staleSince": .time.orNull,
        "before": Shape.object([
            "from": .time, "to": .time, "attempts": .count, "bans": .count, "newAddresses": .count,
        ]).orNull,
        "timeline": .list(
            .object([
                "from": .time, "to": .time, "banned": .count, "newAddresses": .count, "jails": .list(jail),
            ])), "jails": .list(jail),
        "addresses": Shape.list(
            .object(["address": .text, "attempts": .count, "bans": .count, "lastAt": .time])
        ).orNull,
        "newest": .list(.object(["address": .text, "firstAt": .time])),
        "down": .list(.object(["name": .text, "by": .text.orNull, "at": .time.orNull])),
        "failing": .list(.object(["name": .text, "notEnforced": .count])),
        "countries": Shape.list(.object(["country": .text.orNull, "attempts": .count, "bans": .count])).orNull,
        "networks": Shape.list(
            .object(["network": .count, "networkName": .text.orNull, "attempts": .count, "bans": .count])
        ).orNull,
        "ailing": Shape.list(
            .object([
                "name": .text, "code": .words(of: JailFinding.Code.self), "status": .words(["failure", "warning"]),
                "reason": .text,
            ])
        ).saying("Jails that run and do not do their work, with the gravest reason of each."),
    ])
}
