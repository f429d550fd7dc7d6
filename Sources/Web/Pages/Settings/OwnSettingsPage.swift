import HTML

/// What a person chose for their own pages, as the form shows it.
struct OwnSettingsView: Sendable {
    var theme = "system"
    var density = "roomy"
    /// `server`, `browser`, `UTC` or `named`.
    var zone = "server"
    /// What is typed as the name of another zone.
    var zoneName = ""
    var zoneError: String?
    var language = "browser"
    var shortcuts = "on"
    /// The zone of the configuration.
    var serverZone = "UTC"
    /// Names of zones to choose from.
    var zones: [String] = []
}

/// The page of one's own settings.
func ownSettingsPage(_ view: OwnSettingsView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.ownSettingsTitle], lead: HTML(frame[.ownSettingsLead]))
        form(.class("own-settings"), .method(.post), .action(frame.path(.ownSettings)), .novalidate) {
            csrfField(in: frame)
            appearance(view, in: frame)
            place(view, in: frame)
            keyboard(view, in: frame)
            div(.class("form-foot")) {
                button(.type(.submit), .class("button button-primary")) { frame[.settingsSave] }
            }
        }
    }
}

private func appearance(_ view: OwnSettingsView, in frame: PageFrame) -> HTML {
    panel(frame[.ownSettingsAppearance]) {
        div(.class("form")) {
            choices(
                ChoicesView(name: "theme", label: frame[.ownSettingsTheme], selected: view.theme),
                [
                    ("system", frame[.ownSettingsThemeSystem]), ("light", frame[.ownSettingsThemeLight]),
                    ("dark", frame[.ownSettingsThemeDark]),
                ])
            choices(
                ChoicesView(
                    name: "density", label: frame[.ownSettingsDensity], hint: frame[.ownSettingsDensityHint],
                    selected: view.density),
                [("roomy", frame[.ownSettingsDensityRoomy]), ("dense", frame[.ownSettingsDensityDense])])
        }
    }
}

private func place(_ view: OwnSettingsView, in frame: PageFrame) -> HTML {
    panel(frame[.ownSettingsPlace]) {
        div(.class("form")) {
            choices(
                ChoicesView(name: "language", label: frame[.ownSettingsLanguage], selected: view.language),
                [("browser", frame[.ownSettingsLanguageBrowser])]
                    + Language.allCases.map { ($0.rawValue, $0.ownName) })
            div(.class("zone-choice")) {
                choices(
                    ChoicesView(
                        name: "zone", label: frame[.ownSettingsZone], hint: frame[.ownSettingsZoneHint],
                        selected: view.zone),
                    [
                        ("server", frame[.ownSettingsZoneServer, view.serverZone]),
                        ("browser", frame[.ownSettingsZoneBrowser]), ("UTC", frame[.ownSettingsZoneUTC]),
                        ("named", frame[.ownSettingsZoneNamed]),
                    ])
                zoneName(view, in: frame)
            }
        }
    }
}

private func zoneName(_ view: OwnSettingsView, in frame: PageFrame) -> HTML {
    div(.class("zone-name")) {
        textField(
            FieldView(name: "zone-name", label: frame[.ownSettingsZoneName], error: view.zoneError),
            value: view.zoneName, in: frame, .list("zones"), .autocomplete("off"), .verbatim, .unchecked,
            .autofocus(if: view.zoneError != nil))
        datalist(.id("zones")) { for zone in view.zones { option(.value(zone)) } }
    }
}

private func keyboard(_ view: OwnSettingsView, in frame: PageFrame) -> HTML {
    panel(frame[.ownSettingsKeyboard]) {
        div(.class("form")) {
            choices(
                ChoicesView(
                    name: "shortcuts", label: frame[.ownSettingsShortcuts], hint: frame[.ownSettingsShortcutsHint],
                    selected: view.shortcuts),
                [("on", frame[.ownSettingsShortcutsOn]), ("off", frame[.ownSettingsShortcutsOff])])
        }
    }
}
