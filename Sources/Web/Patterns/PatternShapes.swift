import Console
import HTTPTypes

extension RouteGroup {
    static let patterns = RouteGroup(
        tag: "patterns",
        routes: [
            .init(
                .get, "/api/patterns", "Who comes back, and who comes together, in a stretch of time",
                RouteDescription.Parameter.range, answer: .ok(PatternJSON.shape), faults: .values),
            .init(
                .get, "/api/patterns/failing", "Who fails and is not banned yet", [],
                answer: .ok(.object(["counting": PatternJSON.counting, "failing": .list(PatternJSON.failingShape)]))),
        ])
}

extension PatternJSON {
    static let counting = Shape.flag.saying("True while the lists are still being counted: they are empty. Ask again.")

    static let failingShape = Shape.object([
        "address": .text, "jail": .text, "failures": .count, "maxRetry": .count.orNull,
        "missing": Shape.count.saying("Failures that are missing to a ban; null where the jail could not be asked.")
            .orNull,
        "findTime": Shape.count.saying("Seconds.").orNull, "firstAt": .time, "lastAt": .time,
    ]).named("FailingAddress")

    static let shape = Shape.object([
        "from": .time, "to": .time,
        "counting": counting,
        "repeated": .list(
            .object([
                "address": .text, "bans": .count, "jails": .count, "firstAt": .time, "lastAt": .time, "banned": .flag,
            ])),
        "ranges": .list(
            .object([
                "range": .text, "addresses": .count, "attempts": .count, "bans": .count, "firstAt": .time,
                "lastAt": .time, "country": Shape.text.orNull.optional,
                "countrySource": EventJSON.originSource.optional,
                "network": Shape.count.orNull.optional, "networkName": Shape.text.optional,
                "networkSource": EventJSON.originSource.optional, "banned": .flag,
                "hits": .object([
                    "unseen": Shape.count.saying("Addresses of the range that never were seen; null for IPv6.").orNull,
                    "people": .list(.text), "objection": .text.orNull,
                ]),
            ])),
        "networks": .list(
            .object([
                "network": .count, "networkName": .text, "addresses": .count, "attempts": .count, "bans": .count,
                "firstAt": .time, "lastAt": .time,
            ])),
    ]).named("Patterns")
}
