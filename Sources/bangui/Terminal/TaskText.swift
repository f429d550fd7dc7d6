import Console
import Web

/// Background tasks, for a terminal.
enum TaskText {
    static func show(_ tasks: [TaskState], json: Bool) {
        if json { return Output.json(TaskJSON.list(tasks)) }
        Output.table(
            ["TASK", "SCHEDULE", "LAST RUN", "TOOK", "RESULT", "WHAT"],
            tasks.map { task in
                let result = task.open?.result ?? task.lastResult
                return [
                    task.name.rawValue, task.schedule.words,
                    (task.open?.beganAt ?? task.open?.askedAt ?? task.lastAt).map(BackupText.time) ?? "never",
                    task.open == nil ? time(task.lastMilliseconds) : "-", result?.rawValue ?? "-",
                    Output.inert(task.progress ?? task.failure ?? task.lastWhat ?? ""),
                ]
            })
    }

    static func show(_ page: TaskRunPage, json: Bool) {
        if json { return Output.json(TaskJSON.runs(page)) }
        guard !page.runs.isEmpty else { return Output.note("no run of it is on record") }
        Output.table(
            ["RUN", "TIME", "TOOK", "RESULT", "BY", "WHAT"],
            page.runs.map { run in
                [
                    "\(run.id)", BackupText.time(run.at), time(run.milliseconds), run.result.rawValue,
                    Output.inert(run.actor ?? run.cause.rawValue), words(run),
                ]
            })
    }

    static func show(_ run: TaskRun, json: Bool) {
        if json { return Output.json(TaskJSON.body(run)) }
        guard run.result.isFinal else {
            return Output.line("run \(run.id) of \(run.task.rawValue): \(run.result.rawValue)")
        }
        Output.line("run \(run.id) of \(run.task.rawValue): \(run.result.rawValue) in \(time(run.milliseconds))")
        if !words(run).isEmpty { Output.line(words(run)) }
    }

    private static func words(_ run: TaskRun) -> String {
        Output.inert([run.what, run.error].compactMap { $0 }.joined(separator: " "))
    }

    private static func time(_ milliseconds: Int64?) -> String { milliseconds.map { "\($0) ms" } ?? "-" }
}
