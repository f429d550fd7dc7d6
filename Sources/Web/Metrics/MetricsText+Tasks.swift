import Console

extension MetricsText {
    /// The background tasks, as far as this server does them.
    mutating func write(_ board: TaskBoard) {
        let states = board.states
        func samples(_ value: (TaskBoard.State) -> Double?) -> [Sample] {
            board.names.compactMap { name in
                states[name].flatMap(value).map { Sample($0, ("task", name.rawValue)) }
            }
        }
        gauge(
            "bangui_task_last_run_timestamp_seconds", "When a task was last done, or there was nothing to do.",
            samples { $0.lastAt.map(Double.init) })
        gauge(
            "bangui_task_last_success_timestamp_seconds", "When a task last ended well, or there was nothing to do.",
            samples { $0.lastSuccessAt.map(Double.init) })
        gauge(
            "bangui_task_last_duration_seconds", "How long the last run of a task took.",
            samples { $0.lastMilliseconds.map { Double($0) / 1000 } })
        gauge(
            "bangui_task_running", "Whether a task is being done by this server.", samples { $0.running == nil ? 0 : 1 }
        )
        counter(
            "bangui_task_failures_total", "Runs of a task that failed at this server.",
            samples { Double($0.failures) })
    }
}
