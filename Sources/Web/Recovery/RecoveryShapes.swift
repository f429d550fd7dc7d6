import Console
import HTTPTypes

extension RouteGroup {
    static let daemon = RouteGroup(
        tag: "daemon",
        routes: [
            .init(
                .get, "/api/daemon/recovery", "How it stands with starting a fail2ban that died",
                answer: .ok(.object(["recovery": RecoveryJSON.shape, "history": .list(RecoveryJSON.start)]))),
            .init(
                .post, "/api/daemon/start", "Start fail2ban", body: RecoveryAPI.StartBody.shape,
                answer: .ok(RecoveryJSON.answer), also: .init(status: .accepted, shape: RecoveryJSON.answer),
                faults: .values + .host + [
                    .init(.conflict, .recoveryCooling), .init(.conflict, .recoveryBlocked),
                    .init(.conflict, .startUnderWay), .init(.conflict, .startFailed),
                ]),
            .init(
                .post, "/api/daemon/recovery", "Let BanGUI start it by itself again",
                body: RecoveryAPI.OverrideBody.shape, answer: .ok(.object(["recovery": RecoveryJSON.shape])),
                faults: .values),
        ])
}

extension RecoveryJSON {
    static let shape = Shape.object([
        "mode": .words(of: RecoveryMode.self), "state": .words(of: RecoveryReport.State.self),
        "next": Shape.time.orNull, "cooldownUntil": Shape.time.orNull, "blockedSince": Shape.time.orNull,
        "startsInWindow": .count, "limit": .count, "windowSeconds": .count, "cause": Shape.text.orNull,
        "recommendation": Shape.text.orNull,
        "elsewhere": Shape.flag.saying("Whether another server on the database looks after it."),
    ]).named("Recovery")

    static let start = Shape.object([
        "at": .time, "endedAt": Shape.time.orNull, "automatic": .flag, "by": .text,
        "ending": .words(of: DaemonEnding.self), "reason": Shape.text.orNull,
        "result": .words(["starting", "started", "failed", "refused", "unknown"]), "detail": Shape.text.orNull,
    ])

    static let answer = Shape.object([
        "result": .words(["started", "already", "starting"]), "recovery": shape,
    ])
}

extension RecoveryAPI.StartBody {
    static let shape = Shape.object([
        "override": Shape.flag.saying("Starts it while that is bounded, too; for administrators.").optional,
        "acknowledge": Shape.flag.saying("Has to be true with override.").optional,
        "reason": Shape.text.saying("Why; with override.").optional,
    ])
}

extension RecoveryAPI.OverrideBody {
    static let shape = Shape.object([
        "acknowledge": Shape.flag.saying("Has to be true."), "reason": Shape.text.saying("Why."),
    ])
}
