import Console
import HTTPTypes

extension RouteGroup {
    private static let id = RouteDescription.Parameter.path("id", .text, "The id of the operation.")

    static let operations = RouteGroup(
        tag: "operations",
        routes: [
            .init(
                .get, "/api/operations", "What was done, the last first",
                [
                    .query("q", .text, "An address or network, or the start of one."),
                    .query("jail", .text, "The jail."), .limit(Bans.pageLimit), .cursor,
                ], answer: .ok(.object(["operations": .list(OperationLogJSON.shape), "next": .text.orNull])),
                faults: .values + .cursor),
            .init(
                .get, "/api/operations/{id}", "An operation", [id], answer: .ok(OperationJSON.shape), faults: .missing),
            .init(
                .post, "/api/operations/{id}/confirm", "Keep an operation that waits for it", [id],
                answer: .ok(OperationJSON.shape), faults: .missing + .late + .host),
            .init(
                .post, "/api/undo/{id}", "Take an operation back", [id], answer: .ok(OperationJSON.shape),
                faults: .missing + .late + .host + .values),
        ])
}

extension OperationJSON {
    static let part = Shape.object([
        "address": Shape.text.saying("Or the name of a setting; empty where a jail itself was meant."),
        "jail": .text, "result": .words(of: OperationRecord.Result.self), "detail": .text.orNull,
    ]).named("OperationPart")

    static let shape = Shape.object([
        "results": .list(part), "operation": .text, "undo": .text.orNull, "undoUntil": .time.orNull,
        "confirmBy": .time.orNull, "undone": .flag, "commands": .list(.text),
    ]).named("Operation")
}

extension OperationLogJSON {
    static let shape = Shape.object([
        "operation": .text, "kind": .words(of: OperationRecord.Kind.self), "by": .text,
        "via": .words(of: Author.Origin.self), "token": .text.orNull, "at": .time, "reason": .text.orNull,
        "results": .object([
            "done": .count, "already": .count, "refused": .count, "not_enforced": .count, "unknown": .count,
        ]),
        "first": .list(OperationJSON.part), "undoUntil": .time.orNull, "confirmBy": .time.orNull, "undone": .flag,
        "undoneBy": .text.orNull, "undoneAt": .time.orNull, "unconfirmed": .flag,
    ]).named("LoggedOperation")
}
