import Console
import HTML

/// Which parts of the server come round.
func loopsPanel(_ loops: [LoopReading], in frame: PageFrame) -> HTML {
    runtimePanel("loops", frame[.loopsTitle]) {
        ul(.class("doctor-list")) {
            for reading in loops {
                let level: Level = reading.state == .running ? .ok : .danger
                li(.class("doctor-finding runtime-item")) {
                    levelMark(level)
                    div(.class("doctor-words")) {
                        h3(.class("doctor-title")) {
                            loopName(reading.loop.name, in: frame)
                            " "
                            span(.class("runtime-state", "is-\(level.rawValue)")) { frame[words(of: reading.state)] }
                        }
                        if reading.state != .running {
                            p {
                                frame[.loopsSince]
                                " "
                                timeAgo(frame.now - reading.age, in: frame)
                                if let error = reading.error {
                                    ": "
                                    inert(error, in: frame)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

private func words(of state: LoopReading.State) -> Text {
    switch state {
    case .running: .loopsRunning
    case .stalled: .loopsStalled
    case .ended: .loopsEnded
    }
}

private func loopName(_ name: String, in frame: PageFrame) -> String {
    switch name {
    case "health": frame[.loopHealth]
    case "mirror": frame[.loopMirror]
    case "intake": frame[.loopIntake]
    case "confirmations": frame[.loopConfirmations]
    case "operations": frame[.loopOperations]
    case "recovery": frame[.recoveryTitle]
    case "audit": frame[.loopAudit]
    case "geo": frame[.loopGeo]
    case "jails": frame[.loopJails]
    case "tasks": frame[.tasksTitle]
    default: visible(name)
    }
}
