import Console
import HTTPTypes

extension RouteGroup {
    static let bans = RouteGroup(
        tag: "bans",
        routes: [
            .init(
                .get, "/api/bans", "Bans in force",
                [
                    .host,
                    .query("jail", .list(.text), "The jails; all without any."),
                    .query("q", .text, "An address, a network (all that overlaps it), or the start of an address."),
                    .query(
                        "country", .text,
                        "A country by two letters (ISO 3166-1), by the data of now; ZZ for none known."),
                    .query("network", .text, "A network by its number (ASN), with or without AS before it."),
                    .query("sort", .words(of: BanFilter.Order.self).with("default", "newest"), "The order."),
                    .limit(Bans.pageLimit), .cursor,
                ],
                answer: .ok(.object(["bans": .list(BanJSON.shape), "next": .text.orNull, "total": .count])),
                faults: .values + .cursor),
            .init(
                .post, "/api/bans", "Ban addresses or networks", body: BanBody.shape, answer: .ok(OperationJSON.shape),
                faults: .values + .host + .missing),
            .init(
                .post, "/api/unbans", "Unban addresses, or what a filter shows", body: UnbanBody.shape,
                answer: .ok(OperationJSON.shape), faults: .values + .host + .missing),
        ])
}

extension BanJSON {
    static let shape = Shape.object([
        "address": .text, "host": .text, "jail": .text, "bannedAt": Shape.time.optional,
        "expiresAt": Shape.time.orNull.saying("Null for ever; absent where no source tells.").optional,
        "endsBy": .words(of: BanEntry.EndsBy.self), "enforced": .flag,
        "notEnforcedBecause": Shape.text.optional, "count": Shape.count.optional,
        "country": Shape.text.saying("By the data of now; null where that knows none, absent where none was asked.")
            .orNull.optional,
        "network": Shape.count.saying("The number of the autonomous system.").orNull.optional,
        "networkName": Shape.text.optional,
    ]).named("Ban")
}

extension BanBody {
    static let shape = Shape.object([
        "addresses": Shape.list(.text, 1...Bans.requestLimit).saying("Addresses or networks, in any spelling."),
        "jails": .list(.text),
        "duration": Shape.text.saying("Such as 90, 10m, 1h 30m, 7d, permanent; the jail's own time without.").optional,
        "reason": Shape.text(0...500).optional,
        "confirm": Shape.text.saying("Protected addresses, typed in full, to ban them all the same.").optional,
        "keep": Shape.flag.saying("Whether a ban of many stays without being confirmed within 60 s.").optional,
    ])
}

extension UnbanBody {
    static let shape = Shape.object([
        "addresses": Shape.list(.text).optional, "jails": Shape.list(.text).optional,
        "filter": Shape.object([
            "q": Shape.text.optional, "jails": Shape.list(.text).optional, "host": Shape.text.optional,
            "country": Shape.text.optional, "network": Shape.text.optional,
        ]).optional, "reason": Shape.text(0...500).optional,
    ]).saying("Either addresses or filter.")
}
