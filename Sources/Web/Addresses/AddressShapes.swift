import Console
import HTTPTypes

extension RouteGroup {
    static let addresses = RouteGroup(
        tag: "addresses",
        routes: [
            .init(
                .get, "/api/addresses", "Addresses by a word in the lines that led to their bans",
                [
                    .init(
                        name: "word", shape: .text(Addresses.shortestWord...Addresses.longestWord),
                        meaning: "Such as a login name.", isRequired: true), .cursor,
                ], answer: .ok(LineFindsJSON.shape), faults: .values + .cursor),
            .init(
                .get, "/api/addresses/{id}", "All that is known of an address or network",
                [
                    .path("id", .text, "The address or network, in any spelling."),
                    .query("lines", .text, "Where the lines go on: “next” of the answer before."),
                ], answer: .ok(AddressJSON.shape), faults: .cursor),
            .init(
                .post, "/api/addresses/{id}/name", "Asks DNS what an address is called",
                [.path("id", .text, "The address, in any spelling.")], answer: .ok(AddressNameJSON.shape),
                faults: .values),
        ])
}

extension LineFindsJSON {
    static let shape = Shape.object([
        "addresses": .list(
            .object([
                "address": .text, "at": .time, "jail": .text.orNull, "event": .count, "line": .text, "lines": .count,
                "bans": .list(BanJSON.shape),
            ])), "looked": .count, "backTo": .time.orNull, "next": .text.orNull,
    ])
}

extension AddressJSON {
    static let shape = Shape.object([
        "address": .text, "bans": .list(BanJSON.shape), "heldBy": .list(BanJSON.shape), "readAt": .time.orNull,
        "stale": .flag,
        "origin": Shape.object(of: EventJSON.origin + [("at", .time.orNull)]).optional,
        "originNow": Shape.object(of: EventJSON.origin).optional,
        "name": AddressNameJSON.shape.saying("What DNS called it, where someone asked of late.").optional,
        "record": record.orNull, "timeline": timeline.orNull,
        "operations": .list(OperationLogJSON.shape), "moreOperations": .flag, "neighbours": neighbours.orNull,
        "lines": .list(
            .object(["event": .count, "at": .time, "jail": .text.orNull, "lines": .list(.text)])),
        "next": .text.orNull,
    ])

    private static let record = Shape.object([
        "firstAt": .time, "lastAt": .time, "failures": .count, "ignored": .count, "bans": .count, "bansByHand": .count,
        "ended": .object(["expired": .count, "hand": .count, "stopped": .count, "unknown": .count]),
        "jails": .list(.object(["name": .text, "failures": .count, "bans": .count, "lastAt": .time])),
        "countedSince": .time.orNull,
    ])

    private static let timeline = Shape.object([
        "from": .time, "to": .time,
        "bans": .list(
            .object([
                "jail": .text, "from": .time, "to": .time.orNull, "inForce": .flag,
                "ended": Shape.words(of: AddressRecord.Ending.self).orNull, "byHand": .flag, "restored": .flag,
                "event": Shape.count.optional, "failures": Shape.count.optional, "operation": Shape.text.optional,
            ])), "moreBans": .flag,
    ])

    private static let neighbours = Shape.object([
        "network": .text, "total": .count, "banned": .count, "countedSince": .time.orNull,
        "addresses": .list(
            .object([
                "address": .text, "failures": .count, "bans": .count, "lastAt": .time.orNull, "jails": .list(.text),
            ])),
    ])
}

extension AddressNameJSON {
    static let shape = Shape.object([
        "result": .words(Result.allCases.map(\.rawValue)), "name": Shape.text.optional,
        "confirmed": Shape.flag.saying("Whether the name leads back to the address; null where that is not known.")
            .orNull.optional, "detail": Shape.text.optional, "askedAt": .time,
    ])
}
