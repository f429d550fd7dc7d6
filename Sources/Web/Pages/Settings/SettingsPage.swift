import HTML

/// Every key of the configuration, with its value and where it comes from.
struct SettingsView: Sendable {
    var rows: [Row]

    /// One key.
    struct Row: Sendable {
        /// Where a value comes from, the strongest first.
        enum Source: String, Sendable { case commandLine, environment, dotenv, setup, standard }

        /// What is shown of a value.
        enum Value: Sendable, Hashable {
            case text(String)
            /// Never shown; only whether there is one.
            case secret(isSet: Bool)
            case unset
        }

        var key: String
        var value: Value
        var source: Source
        /// Whether the page can change it.
        var isEditable = false
        /// Where a change of it takes effect only at the next start.
        var needsRestart = false
        var help: String?
        var error: String?
    }
}

/// The page of settings.
func settingsPage(_ view: SettingsView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.settingsTitle],
            lead: HTML(frame[.settingsLead]))
        form(.class("card"), .method(.post), .action(frame.path(.settings)), .novalidate) {
            csrfField(in: frame)
            div(.class("setting-rows")) { for row in view.rows { settingRow(row, in: frame) } }
            if view.rows.contains(where: \.isEditable) {
                div(.class("form-foot card-foot")) {
                    button(.type(.submit), .class("button button-primary")) { frame[.settingsSave] }
                }
            }
        }
    }
}

private func settingRow(_ row: SettingsView.Row, in frame: PageFrame) -> HTML {
    let id = "s-" + row.key
    return div(.class("setting-row", row.error == nil ? nil : "has-error")) {
        div(.class("setting-name")) {
            if row.isEditable { label(.for(id)) { code { row.key } } } else { code { row.key } }
            if let help = row.help { p(.class("hint")) { help } }
        }
        div(.class("setting-value")) {
            settingValue(row, id: id, in: frame)
            if let error = row.error {
                p(.class("error")) {
                    symbolImage(.danger)
                    span { inert(error, in: frame) }
                }
            }
        }
        div(.class("setting-source")) {
            tag(sourceName(row.source, in: frame))
            if row.needsRestart { tag(frame[.settingsRestart]) }
        }
    }
}

private func settingValue(_ row: SettingsView.Row, id: String, in frame: PageFrame) -> HTML {
    switch row.value {
    case .text(let text) where row.isEditable:
        input(.type(.text), .class("input"), .id(id), .name(row.key), .value(text))
    case .unset where row.isEditable: input(.type(.text), .class("input"), .id(id), .name(row.key), .value(""))
    case .text(let text): span(.class("value")) { inert(text, in: frame) }
    case .secret(true): span(.class("dim")) { frame[.settingsSecret] }
    case .secret(false), .unset: span(.class("dim")) { frame[.settingsUnset] }
    }
}

private func sourceName(_ source: SettingsView.Row.Source, in frame: PageFrame) -> String {
    switch source {
    case .commandLine: frame[.settingsSourceCommand]
    case .environment: frame[.settingsSourceEnvironment]
    case .dotenv: frame[.settingsSourceDotenv]
    case .setup: frame[.settingsSourceSetup]
    case .standard: frame[.settingsSourceStandard]
    }
}
