import ArgumentParser
import Console
import Web

/// `bangui task`
struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Background tasks: how each stands, what it did, and a run now.",
        discussion: "Tasks: \(TaskName.allCases.map(\.rawValue).joined(separator: ", ")). A running server does them.",
        subcommands: [List.self, Runs.self, Run.self])

    /// `bangui task list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every task with its schedule and its last run, as the database knows it.")
        @OptionGroup var place: Place
        @Flag(help: "Print JSON, the same as GET /api/tasks.") var json = false

        func run() async throws {
            try await TaskAccess(place).with { desk, _ in TaskText.show(try await desk.all(), json: json) }
        }
    }

    /// `bangui task runs`
    struct Runs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The runs of a task, the latest first.")
        @OptionGroup var place: Place
        @Argument(help: "The name of the task.", completion: .list(TaskName.allCases.map(\.rawValue))) var name: String
        @Option(help: "How many at most.") var limit = 20
        @Flag(help: "Print JSON, as GET /api/tasks/NAME/runs.") var json = false

        func validate() throws {
            guard (1...TaskDesk.pageLimit).contains(limit) else {
                throw ValidationError("Give --limit a number from 1 to \(TaskDesk.pageLimit).")
            }
        }

        func run() async throws {
            let task = try TaskAccess.find(name)
            try await TaskAccess(place).with { desk, _ in
                TaskText.show(try await desk.runs(of: task, limit: limit), json: json)
            }
        }
    }

    /// `bangui task run`
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a running server do a task now.",
            discussion: """
                It is put on record and begins within a second or two. With --wait the command ends when the run does.
                Exit codes: 0 asked for (with --wait: done), 1 it failed, 4 no such task, 6 it runs already, 7 no server began it, \
                75 no server runs, or it was interrupted.
                Example: bangui task run audit-check --wait
                """)
        @OptionGroup var place: Place
        @Argument(help: "The name of the task.", completion: .list(TaskName.allCases.map(\.rawValue))) var name: String
        @Flag(help: "Wait for the end of the run.") var wait = false
        @Flag(help: "Print JSON, the same as POST /api/tasks/NAME/run.") var json = false

        func run() async throws {
            let task = try TaskAccess.find(name)
            let ended = try await TaskAccess(place).with { desk, access in
                try access.expectServer()
                var run = try await TaskAccess.ask(desk, task)
                if wait { run = try await TaskAccess.wait(for: run, desk) }
                TaskText.show(run, json: json)
                return run
            }
            switch ended.result {
            case .failed: throw Failure(.failed, "The task failed: \(ended.error ?? "")")
            case .interrupted: throw Failure(.tryAgain, "The task was interrupted: \(ended.error ?? "")")
            default: break
            }
        }
    }
}
