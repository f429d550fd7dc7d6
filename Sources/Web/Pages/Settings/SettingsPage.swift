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
        /// Whether a change holds at once.
        var isLive = false
        var control = Control.text
        var help: String?
        var error: String?

        /// How the value is typed or chosen.
        enum Control: Sendable {
            case text, number
            case choice([String])
            /// Typed, with these to choose from.
            case suggestions([String])
        }

        /// The id of its control.
        var id: String { "s-" + key }
    }
}

/// The page of settings.
func settingsPage(_ view: SettingsView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.settingsTitle],
            lead: HTML(frame[.settingsLead]))
        errorSummary(
            view.rows.compactMap { row in row.error.map { FieldError(id: row.id, label: row.key, message: $0) } },
            in: frame)
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
    div(.class("setting-row", row.error == nil ? nil : "has-error")) {
        div(.class("setting-name")) {
            if row.isEditable { label(.for(row.id)) { code { row.key } } } else { code { row.key } }
            if let help = row.help {
                p(.id(row.id + "-hint"), .class("hint")) {
                    frame.phrase(help)
                    if row.isEditable {
                        " "
                        frame[row.isLive ? .settingsHolds : .settingsHoldsLater]
                    }
                }
            }
        }
        div(.class("setting-value")) {
            settingValue(row, in: frame)
            if let error = row.error {
                p(.id(row.id + "-error"), .class("error")) {
                    symbolImage(.danger)
                    span { inert(frame.phrase(error), in: frame) }
                }
            }
        }
        div(.class("setting-source")) {
            tag(sourceName(row.source, in: frame))
            if row.needsRestart { badge(.warn, frame[.settingsRestart]) }
        }
    }
}

private func settingValue(_ row: SettingsView.Row, in frame: PageFrame) -> HTML {
    switch row.value {
    case .text(let text) where row.isEditable: settingControl(row, text, in: frame)
    case .unset where row.isEditable: settingControl(row, "", in: frame)
    case .text(let text): span(.class("value")) { inert(text, in: frame) }
    case .secret(true): span(.class("dim")) { frame[.settingsSecret] }
    case .secret(false), .unset: span(.class("dim")) { frame[.settingsUnset] }
    }
}

private func settingControl(_ row: SettingsView.Row, _ text: String, in frame: PageFrame) -> HTML {
    let about: [Attribute] = [
        .class("input"), .id(row.id), .name(row.key),
        .aria("describedby", row.id + (row.error == nil ? "-hint" : "-error")),
        .aria("invalid", "true").when(row.error != nil),
    ]
    let typed: [Attribute] = about + [.type(.text), .value(text), .autocomplete("off"), .verbatim, .unchecked]
    switch row.control {
    case .text: return input(typed)
    case .number: return input(typed + [.inputmode("numeric")])
    case .choice(let words):
        return select(about) {
            for word in words { option(.value(word), .selected(if: word == text)) { word } }
        }
    case .suggestions(let words):
        return group {
            input(typed + [.list(row.id + "-list")])
            datalist(.id(row.id + "-list")) { for word in words { option(.value(word)) } }
        }
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
