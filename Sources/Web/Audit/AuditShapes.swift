import Console
import HTTPTypes

extension RouteGroup {
    static let audit = RouteGroup(
        tag: "audit",
        routes: [
            .init(
                .get, "/api/audit", "Who changed what, the newest first",
                [
                    .query("q", .text, "A text that an entry holds."), .query("who", .text, "Who did it, exactly."),
                    .query("kind", .list(.words(of: AuditKind.self)), "The kinds; also with commas."),
                    .query("result", .list(.words(of: AuditResult.self)), "The results; also with commas."),
                ] + RouteDescription.Parameter.range + [.limit(Bans.pageLimit), .cursor],
                answer: .ok(.object(["entries": .list(AuditJSON.shape), "next": .text.orNull, "complete": .flag])),
                faults: .values + .cursor),
            .init(
                .get, "/api/audit/verify", "Whether anyone tampered with the log", answer: .ok(AuditReportJSON.shape)),
        ])
}

extension AuditJSON {
    static let shape = Shape.object([
        "number": .count, "at": .time, "by": .text, "account": .integer.orNull, "via": .text, "token": .text.orNull,
        "address": .text.orNull,
        "kind": .text, "subject": .text.orNull, "host": .text.orNull, "jail": .text.orNull, "before": .text.orNull,
        "after": .text.orNull, "result": .text, "detail": .text.orNull, "operation": .text.orNull, "hash": .text,
    ]).named("AuditEntry")
}

extension AuditReportJSON {
    static let shape = Shape.object([
        "checkedAt": .time, "unbroken": .flag, "entries": .count, "anchored": .count.orNull,
        "anchoredIn": .text.orNull, "independent": .flag, "anchorProblem": .text.orNull, "anchorFailure": .text.orNull,
        "firstWrong": .count.orNull,
        "fault": .text.orNull,
        "restores": .list(
            .object([
                "number": .count, "at": .time, "by": .text, "lost": .count.orNull, "vouched": .flag.orNull,
            ])),
        "acceptances": .list(.object(["number": .count, "at": .time, "by": .text, "heads": .count])),
        "contradictions": .list(.object(["number": .count, "at": .time, "user": .count.orNull])),
    ])
}
