import HTML

/// The head of a page: its name, a line about it, and its main actions.
func pageHead(_ name: String, lead: HTML = HTML(), back: HTML = HTML(), @HTMLBuilder actions: () -> HTML = nothing)
    -> HTML
{
    div(.class("page-head")) {
        div {
            back
            h1 { name }
            if !lead.isEmpty { p(.class("lead")) { lead } }
        }
        let actions = actions()
        if !actions.isEmpty { div(.class("actions")) { actions } }
    }
}

/// A part of a page under its own head, which may hold the switch that folds the part away on a phone.
func panel(_ name: String, note: String? = nil, fold: HTML = HTML(), @HTMLBuilder content: () -> HTML) -> HTML {
    section(.class("panel")) {
        div(.class("panel-head")) {
            h2 { name }
            if let note { p(.class("hint")) { note } }
            fold
        }
        content()
    }
}
