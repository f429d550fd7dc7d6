import Console
import HTTPTypes

extension RouteGroup {
    private static let filter: [RouteDescription.Parameter] = [
        .host,
        .query(
            "kind", .list(.words(EventEntry.Kind.allCases.map(\.rawValue) + ["usual", "all"])),
            "The kinds; also several in one value, with commas."),
        .query("jail", .list(.text), "The jails; also several in one value, with commas."),
        .query("q", .text, "An address, a network (all that overlaps it), or the start of an address."),
        .query(
            "country", .text,
            "A country by two letters (ISO 3166-1), as it was known when the event was stored; ZZ for none known."),
        .query("network", .text, "A network by its number (ASN), with or without AS before it."),
    ]

    private static let words = RouteDescription.Parameter.query(
        "text", .text,
        "What the lines hold that led to a ban: words, each the beginning of one there; phrases in quotation marks; and what must "
            + "not be there, behind a minus sign.")

    static let events = RouteGroup(
        tag: "events",
        routes: [
            .init(
                .get, "/api/events", "What happened, the newest first",
                filter + [words] + RouteDescription.Parameter.range + [
                    .query(
                        "lines", Shape.flag.with("default", false), "Whether bans have the lines that led to them."),
                    .limit(EventHistory.pageLimit), .cursor,
                ], answer: .ok(.object(["events": .list(EventJSON.shape), "next": .text.orNull])),
                faults: .values + .cursor),
            .init(
                .get, "/api/events/stream", "Events as they become visible, as server-sent events",
                filter + [
                    .query("after", .count, "The id of the event behind which to begin."),
                    .query("rate", .integer(1...EventStream.highestRate), "Events a second at most."),
                    .query(
                        "events", Shape.flag.with("default", true), "Whether events are sent, or the pulse only."),
                    .init(
                        name: "Last-Event-ID", place: .header, shape: .count,
                        meaning: "The same as “after”, and stronger; browsers send it."),
                ], answer: .init(status: .ok, shape: .text, mediaType: "text/event-stream"),
                faults: .values + [.init(.tooManyRequests, .tooManyRequests)]),
        ])
}

extension EventJSON {
    static let originSource = Shape.object(["name": .text, "builtAt": .time.orNull]).named("OriginSource")

    /// Where an address is; absent where no data was asked.
    static let origin: [(String, Shape)] = [
        ("country", Shape.text.saying("As it was known when the event was stored.").orNull.optional),
        ("countrySource", originSource.optional),
        ("network", Shape.count.saying("The number of the autonomous system.").orNull.optional),
        ("networkName", Shape.text.optional), ("networkSource", originSource.optional),
    ]

    static let shape = Shape.object([
        "id": .count, "at": .time, "millisecond": .integer(0...999),
        "since": Shape.time.saying("It happened between this and “at”.").optional, "host": .text,
        "kind": .words(of: EventEntry.Kind.self), "jail": .text.orNull, "address": .text.orNull,
        "country": Shape.text.saying("As it was known when the event was stored.").orNull.optional,
        "countrySource": originSource.optional,
        "network": Shape.count.saying("The number of the autonomous system.").orNull.optional,
        "networkName": Shape.text.optional, "networkSource": originSource.optional,
        "why": Shape.words(of: EventEntry.Why.self).orNull, "source": .words(of: EventEntry.Source.self),
        "length": Shape.integer.saying("Seconds; -1 for ever.").optional, "count": Shape.count.optional,
        "failures": Shape.count.optional, "repeats": Shape.count.optional, "enforced": Shape.flag.optional,
        "note": Shape.text.optional, "operation": Shape.text.optional, "lines": Shape.list(.text).optional,
    ]).named("Event")
}
