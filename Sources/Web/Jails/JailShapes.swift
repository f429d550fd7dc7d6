import Console
import HTTPTypes

extension RouteGroup {
    private static let name = RouteDescription.Parameter.path("name", .text, "The name of the jail, as one segment.")

    static let jails = RouteGroup(
        tag: "jails",
        routes: [
            .init(.get, "/api/jails", "The jails", answer: .ok(JailJSON.listShape)),
            .init(
                .get, "/api/jails/{name}", "The settings of a running jail", [name], answer: .ok(JailJSON.shape),
                faults: .missing + .host),
            change("start", "Start a jail"), change("stop", "Stop a jail"), change("reload", "Reload a jail"),
            change("settings", "Change settings until the next reload", JailAPI.SettingsBody.shape),
            change("ignore", "Have a jail never ban an address", JailAPI.AddressBody.shape),
            change("unignore", "Take an address off what a jail ignores", JailAPI.AddressBody.shape),
        ])

    private static func change(_ verb: String, _ summary: String, _ body: Shape? = nil) -> RouteDescription {
        RouteDescription(
            .post, "/api/jails/{name}/\(verb)", summary, [name], body: body, answer: .ok(OperationJSON.shape),
            faults: .missing + .host + .values)
    }
}

extension JailJSON {
    static let listShape = Shape.object([
        "jails": .list(
            .object([
                "name": .text, "host": .text, "state": .words(["running"]), "banned": .count, "totalBanned": .count,
                "failed": .count, "totalFailed": .count, "health": JailFindingJSON.healthShape,
                "findings": JailFindingJSON.findingsShape,
            ])), "lookedAt": Shape.time.saying("When the jails were looked at for findings.").orNull,
        "stopped": .list(.object(["name": .text, "by": .text, "at": .time])), "readAt": .time.orNull,
        "stale": .flag,
    ])

    static let shape = Shape.object([
        "name": .text, "bantime": Shape.integer.saying("Seconds; -1 for ever."), "findtime": .count, "maxretry": .count,
        "increment": .object([
            "enabled": .flag, "factor": .text.orNull, "formula": .text.orNull, "multipliers": .text.orNull,
            "maximum": Shape.integer.optional, "random": Shape.integer.optional, "acrossJails": .flag,
        ]), "logPaths": .list(.text), "journalMatches": .list(.text), "failRegexes": .list(.text),
        "ignoreRegexes": .list(.text), "actions": .list(.text), "ignored": .list(.text),
        "ignoredNotes": .list(.object(["address": .text, "note": .text])), "ignoresSelf": .flag,
        "ignoreCommand": .text.orNull, "usesDNS": .text,
        "runtimeChanges": .list(.object(["setting": .text, "by": .text, "at": .time, "before": .text.orNull])),
        "health": JailFindingJSON.healthShape, "findings": JailFindingJSON.findingsShape, "lookedAt": .time.orNull,
    ])
}

extension JailAPI.AddressBody {
    static let shape = Shape.object(["address": .text, "note": Shape.text.optional])
}

extension JailAPI.SettingsBody {
    static let shape = Shape.object([
        "bantime": Shape.text.saying("Such as 10m, or -1 for ever.").optional,
        "findtime": Shape.text.saying("Such as 10m.").optional, "maxretry": Shape.integer(1...100_000).optional,
    ])
}

extension JailFindingJSON {
    static let healthShape = Shape.words(["failure", "warning", "note", "ok"])
        .saying("The gravest finding; failure for a jail that guards nothing. Null before it was looked at.").orNull
    static let findingsShape = Shape.list(
        .object([
            "code": .words(of: JailFinding.Code.self), "status": .words(["failure", "warning", "note"]),
            "reason": .text, "advice": .text.orNull, "command": .text.orNull, "since": .time.orNull,
        ])
    ).saying("What keeps the jail from its work, the gravest first.")
}
