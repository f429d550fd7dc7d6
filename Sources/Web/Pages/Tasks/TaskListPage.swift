import Console
import HTML

/// The page of all background tasks.
func taskListPage(_ tasks: [TaskState], in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.tasksTitle], lead: HTML(frame[.tasksLead]))
        div(
            .id("tasks"), .class("live-list"), .data("live", frame.path(.tasks)), .aria("label", frame[.tasksTitle]),
            .role("region")
        ) { taskListFragment(tasks, in: frame) }
        equivalentCommands(["bangui task list"], under: frame[.tasksCommand], in: frame)
    }
}

/// The live part of the page.
func taskListFragment(_ tasks: [TaskState], in frame: PageFrame) -> HTML {
    div(.class("card table-card")) {
        div(.class("table-scroll")) {
            table(.class("table table-tasks")) {
                caption(.class("visually-hidden")) { frame[.tasksTitle] }
                thead {
                    tr {
                        for text in [Text.tasksColumnTask, .tasksColumnSchedule, .tasksColumnLast] {
                            th(.scope("col")) { frame[text] }
                        }
                        th(.scope("col")) { span(.class("visually-hidden")) { frame[.tasksRun] } }
                    }
                }
                tbody { for task in tasks { taskRow(task, in: frame) } }
            }
        }
    }
}

private func taskRow(_ task: TaskState, in frame: PageFrame) -> HTML {
    tr {
        td(.class("name")) {
            a(.href(frame.path(.task(task.name.rawValue, cursor: nil)))) { frame.phrase(task.name.title) }
            p(.class("hint")) { frame.phrase(task.name.words) }
        }
        td(.class("task-schedule"), .data("label", frame[.tasksColumnSchedule])) { taskSchedule(task, in: frame) }
        td(.class("task-last"), .data("label", frame[.tasksColumnLast])) { taskLast(task, in: frame) }
        td(.class("end")) { runTaskForm(task, from: "list", in: frame) }
    }
}

/// When it is done, and when next.
func taskSchedule(_ task: TaskState, in frame: PageFrame) -> HTML {
    group {
        p { frame.phrase(task.schedule.words) }
        p(.class("hint")) {
            if let next = task.nextAt {
                if next > frame.now {
                    frame[.tasksNextIn]
                    " "
                    countdown(to: next, in: frame)
                } else {
                    frame[.tasksNextNow]
                }
            } else if task.name.reach == .once {
                frame[.tasksElsewhere]
            }
        }
    }
}

/// How it stands: the run that is under way, or what came of the last one.
func taskLast(_ task: TaskState, in frame: PageFrame) -> HTML {
    group {
        if let open = task.open {
            div {
                taskBadge(open.result, in: frame)
                " "
                timeAgo(open.beganAt ?? open.askedAt ?? frame.now, in: frame)
            }
            if let progress = task.progress { p(.class("hint")) { inert(frame.phrase(progress), in: frame) } }
        } else if let at = task.lastAt, let result = task.lastResult {
            div {
                taskBadge(result, in: frame)
                " "
                timeAgo(at, in: frame)
                if let milliseconds = task.lastMilliseconds {
                    span(.class("dim")) { ", " + taskSpan(milliseconds, in: frame) }
                }
            }
            if let failure = task.failure {
                p(.class("hint task-failure")) { inert(frame.phrase(failure), in: frame) }
            } else if let what = task.lastWhat {
                p(.class("hint")) { inert(frame.phrase(what), in: frame) }
            }
        } else {
            span(.class("dim")) { frame[.tasksNever] }
        }
    }
}

/// The button that has it run now.
func runTaskForm(_ task: TaskState, from place: String, in frame: PageFrame) -> HTML {
    form(.method(.post), .action(frame.path(.runTask(task.name.rawValue)))) {
        csrfField(in: frame)
        input(.type(.hidden), .name("from"), .value(place))
        button(.type(.submit), .class("button button-small"), .disabled(if: task.open != nil)) {
            symbolImage(.start)
            span {
                frame[.tasksRun]
                span(.class("visually-hidden")) { ": " + frame.phrase(task.name.title) }
            }
        }
    }
}

/// How a run stands, by shape and words.
func taskBadge(_ result: TaskRun.Result, in frame: PageFrame) -> HTML {
    switch result {
    case .asked: badge(.info, frame[.tasksAsked])
    case .running: badge(.info, frame[.tasksRunning])
    case .done: quietBadge(.ok, frame[.tasksDone])
    case .nothing: quietBadge(.off, frame[.tasksNothing])
    case .failed: badge(.danger, frame[.tasksFailed])
    case .interrupted: badge(.warn, frame[.tasksInterrupted])
    }
}

/// How long something took.
func taskSpan(_ milliseconds: Int64, in frame: PageFrame) -> String {
    milliseconds < 10_000 ? frame.number(milliseconds) + " ms" : Figures.span(milliseconds / 1000)
}
