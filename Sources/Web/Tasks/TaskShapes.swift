import Console
import HTTPTypes

extension RouteGroup {
    private static let id = RouteDescription.Parameter.path("id", .words(of: TaskName.self), "The name of the task.")

    static let tasks = RouteGroup(
        tag: "tasks",
        routes: [
            .init(
                .get, "/api/tasks", "How the background tasks stand",
                answer: .ok(.object(["tasks": .list(TaskJSON.shape)]))),
            .init(
                .get, "/api/tasks/{id}", "How a task stands", [id], answer: .ok(TaskJSON.shape), faults: .missing),
            .init(
                .get, "/api/tasks/{id}/runs", "The runs of a task, the latest first",
                [id, .limit(TaskDesk.pageLimit), .cursor],
                answer: .ok(.object(["runs": .list(TaskJSON.runShape), "next": .text.orNull])),
                faults: .missing + .cursor + .values),
            .init(
                .get, "/api/tasks/{id}/runs/{run}", "A run of a task",
                [id, .path("run", .count, "The number of the run.")], answer: .ok(TaskJSON.runShape),
                faults: .missing),
            .init(
                .post, "/api/tasks/{id}/run", "Have a task run now", [id],
                answer: .init(status: .accepted, shape: TaskJSON.runShape),
                faults: .missing + [.init(.conflict, .conflict)]),
        ])
}

extension TaskJSON {
    static let runShape = Shape.object([
        "id": .count, "task": .words(of: TaskName.self),
        "server": Shape.text.orNull.saying("The server that did it."),
        "cause": .words(of: TaskRun.Cause.self), "by": Shape.text.orNull.saying("Who asked for it."),
        "askedAt": .time.orNull, "beganAt": .time.orNull, "endedAt": .time.orNull, "milliseconds": .count.orNull,
        "result": .words(of: TaskRun.Result.self), "what": Shape.text.orNull.saying("What it did."),
        "error": Shape.text.orNull.saying("Why it failed or ended early."),
    ]).named("TaskRun")

    static let shape = Shape.object([
        "name": .words(of: TaskName.self), "title": .text, "description": .text,
        "reach": Shape.words(of: TaskName.Reach.self).saying(
            "Whether one of several servers does it for all, or each for itself."),
        "schedule": .object([
            "words": .text, "everySeconds": .count.orNull, "nightlyHour": .count.orNull,
        ]), "nextAt": Shape.time.orNull.saying("When this server looks at it next."), "open": runShape.orNull,
        "progress": .text.orNull,
        "lastAt": Shape.time.orNull.saying("When it was last done, or there was nothing to do."),
        "lastMilliseconds": .count.orNull, "lastResult": Shape.words(of: TaskRun.Result.self).orNull,
        "lastWhat": .text.orNull, "lastSuccessAt": .time.orNull,
        "failure": Shape.text.orNull.saying("Why its last run failed; null where it did not."),
    ]).named("Task")
}
