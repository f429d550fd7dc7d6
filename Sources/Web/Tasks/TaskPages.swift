import Console
import HTML
import HTTPTypes
import Hummingbird

/// The background tasks: their list, the runs of one, and a run now.
struct TaskPages: Sendable {
    let frames: Frames

    /// Rows of one page of runs.
    static let rows = 50

    func register(on routes: Routes) {
        routes.page(.tasks, .viewTasks) { visit in
            let tasks = try await visit.console.tasks.all()
            let frame = try await frame(visit)
            return html(
                visit.request.wantsFragment ? taskListFragment(tasks, in: frame) : taskListPage(tasks, in: frame))
        }
        routes.page(.task, .viewTasks) { visit in
            let name = try visit.task()
            let cursor = try TaskAPI.cursor(visit.query["cursor"])
            let view = TaskView(
                task: try await visit.console.tasks.state(of: name),
                page: try await visit.console.tasks.runs(of: name, limit: Self.rows, before: cursor), cursor: cursor)
            let frame = try await frame(visit)
            return html(visit.request.wantsFragment ? taskFragment(view, in: frame) : taskPage(view, in: frame))
        }
        routes.form(.runTask, .runTask) { visit, fields in
            let name = try visit.task()
            // One that runs already is as good as a new one: the page shows how it comes on.
            do {
                _ = try await visit.console.tasks.ask(for: name, by: visit.author(.web))
            } catch is TaskError {}
            let isOfList = fields["from"] == "list"
            return seeOther(isOfList ? Link.tasks.path() : Link.task(name.rawValue, cursor: nil).path())
        }
    }

    private func frame(_ visit: Visit) async throws -> PageFrame {
        var frame = try await frames.frame(visit, .tasksTitle, .tasks)
        frame.styles = ["tasks.css"]
        return frame
    }
}

/// A task with a page of its runs.
struct TaskView: Sendable {
    var task: TaskState
    var page: TaskRunPage
    /// Where the page begins; nil for the first.
    var cursor: Int64?
}
