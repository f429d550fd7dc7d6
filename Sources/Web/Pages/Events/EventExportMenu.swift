import HTML

/// The list as a file, in three forms.
func eventExportMenu(_ query: EventListQuery, in frame: PageFrame) -> HTML {
    details(.class("menu menu-end")) {
        summary(.class("button")) {
            symbolImage(.download)
            span(.class("wide-words")) { frame[.bansExport] }
        }
        div(.class("menu-panel")) {
            p(.class("menu-note")) { frame[.eventsExport] }
            let all = query.changed { _ in }
            a(.class("menu-item"), .href(frame.path(.eventsCSV(all))), .download) { "CSV" }
            a(.class("menu-item"), .href(frame.path(.eventsNDJSON(all))), .download) { "NDJSON" }
            a(.class("menu-item"), .href(frame.path(.eventsJSON(all))), .download) { "JSON" }
        }
    }
}
