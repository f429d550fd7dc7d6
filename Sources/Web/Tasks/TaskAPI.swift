package import Console
import HTTPTypes
import Hummingbird
package import NIOCore

/// `/api/tasks`: the background tasks, their runs, and a run now.
struct TaskAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/tasks", .viewTasks) { visit in
            json(TaskJSON.list(try await visit.console.tasks.all()))
        }
        routes.api(.get, "/api/tasks/{id}", .viewTasks) { visit in
            json(TaskJSON.body(try await visit.console.tasks.state(of: visit.task())))
        }
        routes.api(.get, "/api/tasks/{id}/runs", .viewTasks) { visit in
            let query = visit.query
            let page = try await visit.console.tasks.runs(
                of: try visit.task(), limit: min(try BanAPI.limit(query), TaskDesk.pageLimit),
                before: try Self.cursor(query["cursor"]))
            return json(TaskJSON.runs(page))
        }
        routes.api(.get, "/api/tasks/{id}/runs/{run}", .viewTasks) { visit in
            guard let id = Int64(visit.parameter("run")),
                let run = try await visit.console.tasks.run(id, of: try visit.task())
            else { throw Problem(.notFound, .notFound, "No such run", "It was never made, or was long ago.") }
            return json(TaskJSON.body(run))
        }
        routes.api(.post, "/api/tasks/{id}/run", .runTask) { visit in
            let task = try visit.task()
            do {
                let run = try await visit.console.tasks.ask(for: task, by: visit.author(.api))
                var response = json(TaskJSON.body(run), .accepted)
                response.headers[.location] = "/api/tasks/\(task.rawValue)/runs/\(run.id)"
                return response
            } catch let error as TaskError {
                throw Problem(.conflict, .conflict, "Not begun", "\(error)")
            }
        }
    }

    static func cursor(_ text: String?) throws -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let number = Int64(text) else {
            throw Problem(.badRequest, .badRequest, "Malformed cursor", "Start again from the first page.")
        }
        return number
    }
}

extension Visit {
    /// The task that the path names.
    func task() throws -> TaskName {
        guard let name = TaskName(rawValue: parameter("id")) else {
            throw Problem(.notFound, .notFound, "No such task", "See the list of tasks.")
        }
        return name
    }
}

/// Tasks and their runs, as programs are told them.
package enum TaskJSON {
    package static func list(_ tasks: [TaskState]) -> ByteBuffer {
        JSONWriter.object { json in
            json.array("tasks", tasks) { json, task in json.object { write(task, to: &$0) } }
        }
    }

    package static func body(_ task: TaskState) -> ByteBuffer { JSONWriter.object { write(task, to: &$0) } }

    package static func body(_ run: TaskRun) -> ByteBuffer { JSONWriter.object { write(run, to: &$0) } }

    package static func runs(_ page: TaskRunPage) -> ByteBuffer {
        JSONWriter.object { json in
            json.array("runs", page.runs) { json, run in json.object { write(run, to: &$0) } }
            json.field("next", page.next.map { "\($0)" })
        }
    }

    private static func write(_ task: TaskState, to json: inout JSONWriter) {
        json.field("name", task.name.rawValue)
        json.field("title", task.name.title)
        json.field("description", task.name.words)
        json.field("reach", task.name.reach.rawValue)
        json.object("schedule") { json in
            json.field("words", task.schedule.words)
            var (seconds, hour) = (Int?.none, Int?.none)
            switch task.schedule {
            case .every(let interval): seconds = Int(interval)
            case .nightly(let begin): hour = begin
            }
            json.field("everySeconds", count: seconds)
            json.field("nightlyHour", count: hour)
        }
        json.field("nextAt", time: task.nextAt)
        if let open = task.open { json.object("open") { write(open, to: &$0) } } else { json.null("open") }
        json.field("progress", task.progress)
        json.field("lastAt", time: task.lastAt)
        json.field("lastMilliseconds", count: task.lastMilliseconds.map { Int($0) })
        json.field("lastResult", task.lastResult?.rawValue)
        json.field("lastWhat", task.lastWhat)
        json.field("lastSuccessAt", time: task.lastSuccessAt)
        json.field("failure", task.failure)
    }

    private static func write(_ run: TaskRun, to json: inout JSONWriter) {
        json.field("id", run.id)
        json.field("task", run.task.rawValue)
        json.field("server", run.server.isEmpty ? nil : run.server)
        json.field("cause", run.cause.rawValue)
        json.field("by", run.actor)
        json.field("askedAt", time: run.askedAt)
        json.field("beganAt", time: run.beganAt)
        json.field("endedAt", time: run.endedAt)
        json.field("milliseconds", count: run.milliseconds.map { Int($0) })
        json.field("result", run.result.rawValue)
        json.field("what", run.what)
        json.field("error", run.error)
    }
}
