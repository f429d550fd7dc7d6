/// The background tasks of the running server.
enum TaskChecks {
    static let all = [tasks]

    private static let tasks = DoctorCheck(
        "console.tasks", "Background tasks", .console,
        "warning: the last run of a task failed"
    ) { look in
        guard let board = look.scene.tasks else { throw DoctorSkip("The running server knows how its tasks stand.") }
        guard let first = board.failing.first else {
            return .ok("No task of this server failed the last time.", at: .tasks)
        }
        let others = board.failing.count - 1
        let more = others == 0 ? "" : " Others that failed: \(others)."
        return .warning(
            "The task “\(first.name.rawValue)” failed: \(first.reason)\(more)",
            "bangui task run \(first.name.rawValue) --wait", at: .tasks)
    }
}
