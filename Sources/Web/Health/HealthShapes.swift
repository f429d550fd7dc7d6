import Console
import HTTPTypes

extension RouteGroup {
    static let status = RouteGroup(
        tag: "status",
        routes: [
            .init(.get, "/api/status", "How fail2ban is", answer: .ok(StatusJSON.shape)),
            .init(
                .get, "/api/pulse", "Wait until what pages show has changed, 20 s at most",
                [
                    .query("since", .integer, "The number that was seen; 0 is answered at once."),
                    .query(
                        "latest", .integer, "The id of the latest event that was seen; a later one ends the wait too."),
                ], answer: .ok(.object(["pulse": .count, "latest": Shape.count.optional]))),
        ])

    static let health = RouteGroup(
        tag: "health",
        routes: [
            .init(.get, "/health/live", "Whether the process serves", answer: .ok(HealthRoutes.shape)),
            .init(
                .get, "/health/ready", "Whether it can do its work", answer: .ok(HealthRoutes.shape),
                also: .init(status: .serviceUnavailable, shape: HealthRoutes.shape)),
            .init(.get, "/health", "The same with reasons, and the doctor's report", answer: .ok(HealthRoutes.detail)),
            .init(
                .get, "/api/doctor", "Whether all is as it should be",
                [.query("again", .words(["1"]), "Asks for a new report; one is kept for half a minute.")],
                answer: .ok(DoctorJSON.shape)),
        ])
}

extension StatusJSON {
    static let shape = Shape.object([
        "fail2ban": .object([
            "state": .words(["starting", "up", "down"]), "version": .text.orNull, "since": .time, "error": .text.orNull,
            "blind": Shape.list(.text).saying("What cannot be known on this host."), "readAt": .time.orNull,
            "stale": .flag,
        ]),
        "jails": .count.orNull,
        "deadJails": Shape.list(.text).saying("Jails that run and guard nothing; GET /api/jails says why.").orNull,
        "banned": .count.orNull, "failed": .count.orNull, "totalBanned": .count.orNull,
    ]).named("Status")
}

extension HealthRoutes {
    private static let status = Shape.words(["ok", "degraded", "setup", "failed"])
    private static let checks = Shape.list(
        .object(["name": .text, "status": .words(["ok", "warn", "fail"]), "detail": .text]))

    static let shape = Shape.object(["status": status, "checks": checks]).named("Health")
    static let detail = Shape.object([
        "status": status, "checks": checks, "breakers": BreakerJSON.shape, "recovery": RecoveryJSON.shape.optional,
        "loops": .list(LoopJSON.shape), "doctor": DoctorJSON.shape.optional,
    ])
}

extension DoctorJSON {
    private static let status = Shape.words(of: DoctorFinding.Status.self)

    static let shape = Shape.object([
        "status": status, "checkedAt": .time, "milliseconds": .count,
        "counts": .object(["failure": .count, "warning": .count, "note": .count, "ok": .count, "skipped": .count]),
        "checks": .list(
            .object([
                "id": .text, "subject": .words(of: DoctorFinding.Subject.self), "title": .text, "status": status,
                "reason": .text, "advice": .text.orNull, "command": .text.orNull,
            ])),
    ]).named("DoctorReport")
}

extension LoopJSON {
    static let shape = Shape.object([
        "name": .text, "state": .words(of: LoopReading.State.self), "secondsAgo": .count, "boundSeconds": .count,
        "vital": Shape.flag.saying("Whether the service manager starts the server anew where it stands still."),
        "error": Shape.text.orNull,
    ])
}
