import Console
import HTML

/// The page of one background task and its runs.
func taskPage(_ view: TaskView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame.phrase(view.task.name.title), lead: HTML(frame.phrase(view.task.name.words)),
            back: a(.class("back"), .href(frame.path(.tasks))) { frame[.tasksTitle] })
        div(
            .id("task"), .class("live-list"),
            .data("live", frame.path(.task(view.task.name.rawValue, cursor: view.cursor))),
            .aria("label", frame.phrase(view.task.name.title)), .role("region")
        ) { taskFragment(view, in: frame) }
        equivalentCommands(
            ["bangui task runs \(view.task.name.rawValue)", "bangui task run \(view.task.name.rawValue) --wait"],
            under: frame[.tasksCommand], in: frame)
    }
}

/// The live part of the page: how it stands, and its runs.
func taskFragment(_ view: TaskView, in frame: PageFrame) -> HTML {
    group {
        section(.class("card task-facts"), .aria("label", frame[.tasksStands])) {
            dl {
                fact(.tasksColumnSchedule, taskSchedule(view.task, in: frame), in: frame)
                fact(.tasksColumnLast, taskLast(view.task, in: frame), in: frame)
                fact(.tasksColumnReach, HTML(frame[reachWords(view.task.name.reach)]), in: frame)
            }
            runTaskForm(view.task, from: "task", in: frame)
        }
        if view.page.runs.isEmpty { noRuns(view, in: frame) } else { runs(view, in: frame) }
    }
}

private func fact(_ name: Text, _ content: HTML, in frame: PageFrame) -> HTML {
    div {
        dt { frame[name] }
        dd { content }
    }
}

private func reachWords(_ reach: TaskName.Reach) -> Text {
    switch reach {
    case .once: .tasksReachOnce
    case .eachServer: .tasksReachEach
    }
}

private func noRuns(_ view: TaskView, in frame: PageFrame) -> HTML {
    emptyState(.history, title: frame[.tasksEmptyTitle], detail: frame[.tasksEmptyDetail]) {
        if view.cursor != nil {
            a(.class("button"), .href(frame.path(.task(view.task.name.rawValue, cursor: nil)))) { frame[.bansFirst] }
        }
    }
}

private func runs(_ view: TaskView, in frame: PageFrame) -> HTML {
    // Which server did it is worth a column only where there are several.
    let hasServers = Set(view.page.runs.map(\.server).filter { !$0.isEmpty }).count > 1
    return div(.class("card table-card")) {
        div(.class("table-scroll")) {
            table(.class("table table-tasks")) {
                caption(.class("visually-hidden")) { frame[.tasksRuns] }
                thead {
                    tr {
                        th(.scope("col")) { frame[.operationResult] }
                        th(.scope("col")) { frame[.operationsColumnWhen] }
                        th(.scope("col")) { frame[.tasksColumnTook] }
                        th(.scope("col")) { frame[.tasksColumnCause] }
                        if hasServers { th(.scope("col")) { frame[.tasksColumnServer] } }
                        th(.scope("col")) { frame[.operationsColumnWhat] }
                    }
                }
                tbody { for run in view.page.runs { runRow(run, hasServers: hasServers, in: frame) } }
            }
        }
        pager(view, in: frame)
    }
}

private func runRow(_ run: TaskRun, hasServers: Bool, in frame: PageFrame) -> HTML {
    tr {
        td(.class("name")) { taskBadge(run.result, in: frame) }
        td(.data("label", frame[.operationsColumnWhen])) { timeAgo(run.at, in: frame) }
        td(.class("dim"), .data("label", frame[.tasksColumnTook])) {
            if let milliseconds = run.milliseconds { taskSpan(milliseconds, in: frame) } else { "–" }
        }
        td(.data("label", frame[.tasksColumnCause])) {
            switch run.cause {
            case .schedule: frame[.tasksCauseSchedule]
            case .change: frame[.tasksCauseChange]
            case .person: if let actor = run.actor { inert(actor, in: frame) } else { frame[.tasksCausePerson] }
            }
        }
        if hasServers {
            td(.class("dim"), .data("label", frame[.tasksColumnServer])) { inert(run.server, in: frame) }
        }
        td(.class("detail")) {
            for words in [run.what, run.error].compactMap({ $0 }) { p { inert(frame.phrase(words), in: frame) } }
        }
    }
}

private func pager(_ view: TaskView, in frame: PageFrame) -> HTML {
    guard view.page.next != nil || view.cursor != nil else { return HTML() }
    let name = view.task.name.rawValue
    return nav(.class("pager"), .aria("label", frame[.bansPages])) {
        if view.cursor != nil { a(.class("button"), .href(frame.path(.task(name, cursor: nil)))) { frame[.bansFirst] } }
        if let next = view.page.next {
            a(.class("button"), .href(frame.path(.task(name, cursor: next)))) { frame[.bansNext] }
        }
    }
}
