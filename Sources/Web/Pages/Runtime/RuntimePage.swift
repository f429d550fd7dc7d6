import Console
import HTML

/// The page of the running server's own health: what it needs and how that is.
func runtimePage(_ view: RuntimeView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.runtimeTitle], lead: HTML(frame[.runtimeLead]))
        div(.id("runtime"), .class("runtime"), .data("live", frame.path(.runtime)), .data("tick"), .data("every", "2"))
        {
            runtimeFragment(view, in: frame)
        }
    }
}

/// The live part of the page.
func runtimeFragment(_ view: RuntimeView, in frame: PageFrame) -> HTML {
    group {
        runtimeVerdict(view.status, in: frame)
        runtimeParts(view.parts, in: frame)
        runtimeBreakers(view.breakers, in: frame)
        if let recovery = view.recovery { recoveryPanel(recovery, in: frame) }
        if let geo = view.geo { geoPanel(geo, in: frame) }
        if !view.loops.isEmpty { loopsPanel(view.loops, in: frame) }
    }
}

private func runtimeVerdict(_ status: HealthReading.Status, in frame: PageFrame) -> HTML {
    let (level, words): (Level, Text) =
        switch status {
        case .ok: (.ok, .runtimeWell)
        case .degraded, .setup: (.warn, .runtimeDegraded)
        case .failed: (.danger, .runtimeFailed)
        }
    return section(.class("card doctor-verdict", "is-\(level.rawValue)")) {
        levelMark(level)
        h2 { frame[words] }
    }
}

private func runtimeParts(_ parts: [RuntimeView.Part], in frame: PageFrame) -> HTML {
    runtimePanel("parts", frame[.runtimeParts]) {
        ul(.class("doctor-list")) { for part in parts { runtimePart(part, in: frame) } }
    }
}

/// A part of the page under its own head.
func runtimePanel(_ id: String, _ name: String, @HTMLBuilder content: () -> HTML) -> HTML {
    section(.class("panel doctor-part"), .id(id), .aria("labelledby", id + "-title")) {
        div(.class("panel-head doctor-head")) { h2(.id(id + "-title")) { name } }
        content()
    }
}

private func runtimePart(_ part: RuntimeView.Part, in frame: PageFrame) -> HTML {
    let (level, words): (Level, Text) =
        switch part.status {
        case .ok: (.ok, .runtimeOk)
        case .warn: (.warn, .runtimeWarn)
        case .fail: (.danger, .runtimeFail)
        }
    return li(.class("doctor-finding runtime-item")) {
        levelMark(level)
        div(.class("doctor-words")) {
            h3(.class("doctor-title")) {
                runtimeName(part.name, in: frame)
                " "
                span(.class("runtime-state", "is-\(level.rawValue)")) { frame[words] }
            }
            if !part.detail.isEmpty { p { inert(frame.phrase(part.detail), in: frame) } }
        }
    }
}

/// What something that the console needs is called.
func runtimeName(_ name: String, in frame: PageFrame) -> String {
    switch name {
    case "database": frame[.doctorDatabase]
    case "space": frame[.runtimeSpace]
    case "agent": frame[.runtimeAgent]
    case "server": frame[.runtimeServer]
    default: visible(name)
    }
}
