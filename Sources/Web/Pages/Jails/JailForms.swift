import HTML

/// The settings that can be changed while the jail runs.
func jailSettingsForm(_ view: JailView, in frame: PageFrame) -> HTML {
    panel(frame[.jailChange], note: frame[.jailChangeNote]) {
        form(.class("form"), .method(.post), .action(frame.path(.jailSettings(view.row.name))), .novalidate) {
            csrfField(in: frame)
            textField(
                FieldView(
                    name: "bantime", label: frame[.jailBantime], hint: frame[.jailBantimeHint],
                    error: view.form.bantimeError),
                value: view.form.bantime, in: frame, .autocomplete("off"))
            if let count = view.form.retimes, count > 0 {
                p(.class("caution")) {
                    symbolImage(.warn)
                    span {
                        frame.count(
                            count, one: .jailRetimesOne,
                            many: .jailRetimesMany)
                    }
                }
            }
            div(.class("field-row")) {
                textField(
                    FieldView(name: "findtime", label: frame[.jailFindtime], error: view.form.findtimeError),
                    value: view.form.findtime, in: frame, .autocomplete("off"))
                textField(
                    FieldView(name: "maxretry", label: frame[.jailMaxretry], error: view.form.maxretryError),
                    value: view.form.maxretry, in: frame, .autocomplete("off"), .inputmode("numeric"))
            }
            div(.class("form-foot")) {
                button(.type(.submit), .class("button")) { frame[.jailSave] }
            }
        }
    }
}

/// The addresses that the jail never bans, with the forms to add and remove.
func ignoredPanel(_ view: JailView, in frame: PageFrame) -> HTML {
    panel(frame[.jailIgnored], note: frame[.jailIgnoredNote]) {
        if view.ignored.isEmpty {
            p(.class("panel-empty")) { frame[.jailIgnoredNone] }
        } else {
            ul(.class("rows")) { for item in view.ignored { ignoredRow(item, jail: view.row.name, in: frame) } }
        }
        form(.class("form form-inline"), .method(.post), .action(frame.path(.ignore(view.row.name))), .novalidate) {
            csrfField(in: frame)
            div(.class("field-row")) {
                textField(
                    FieldView(name: "address", label: frame[.jailIgnoreAddress], error: view.ignoreForm.error),
                    value: view.ignoreForm.address, in: frame, .autocomplete("off"), .verbatim, .unchecked)
                textField(
                    FieldView(name: "note", label: frame[.jailIgnoreNote], isOptional: true),
                    value: view.ignoreForm.note,
                    in: frame, .autocomplete("off"), .maxlength(200))
            }
            div(.class("form-foot")) {
                button(.type(.submit), .class("button")) { frame[.jailIgnoreAdd] }
            }
        }
    }
}

private func ignoredRow(_ item: JailView.IgnoredAddress, jail: String, in frame: PageFrame) -> HTML {
    li {
        addressLinkIfAny(item.address, in: frame)
        span(.class("dim grow")) { item.note.map { inert($0, in: frame) } }
        form(.class("inline"), .method(.post), .action(frame.path(.unignore(jail)))) {
            csrfField(in: frame)
            input(.type(.hidden), .name("address"), .value(item.address))
            button(
                .type(.submit), .class("button button-small button-row"),
                .aria("label", frame[.jailUnignoreLabel, item.address])
            ) { frame[.jailUnignore] }
        }
    }
}
