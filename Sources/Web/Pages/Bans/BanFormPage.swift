import HTML

/// The form to ban by hand, as it is first shown or as it comes back with faults.
struct BanFormView: Sendable {
    /// What was typed: addresses and networks, one to a line.
    var addresses = ""
    var jails: [JailChoice]
    var chosenJails: Set<String> = []
    /// What was typed, such as `1h`; empty for the jail's own.
    var duration = ""
    var reason = ""
    /// What was typed to confirm.
    var confirm = ""
    var errors = Errors()
    /// What the guard rails hold back; empty when nothing.
    var refusals: [Refusal] = []
    /// What must be typed to go on in spite of the guard rails.
    var confirmText = ""
    /// The same by `fail2ban-client`, once it is known.
    var commands: [String] = []

    /// Faults beside their fields.
    struct Errors: Sendable {
        var addresses: String?
        var jails: String?
        var duration: String?
        var reason: String?
        var confirm: String?
    }

    /// An address that is protected, and why.
    struct Refusal: Sendable {
        /// What was to be banned.
        var asked: String
        /// Why it is protected, such as `your own address`.
        var why: String
    }
}

/// The page to ban by hand.
func banFormPage(_ view: BanFormView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(
            frame[.banTitle],
            lead: HTML(frame[.banLead]), back: backToBans(in: frame))
        form(.class("card form"), .method(.post), .action(frame.path(.ban)), .novalidate) {
            csrfField(in: frame)
            if !view.refusals.isEmpty { refusal(view, in: frame) }
            addressField(view, in: frame)
            jailChoice(view, in: frame)
            div(.class("field-row")) {
                durationField(view, in: frame)
                textField(
                    FieldView(
                        name: "reason", label: frame[.banReason], hint: frame[.banReasonHint],
                        error: view.errors.reason, isOptional: true),
                    value: view.reason, in: frame, .maxlength(200), .autocomplete("off"))
            }
            div(.class("form-foot")) {
                button(.type(.submit), .class("button button-danger")) { frame[.banSubmit] }
                a(.class("button button-quiet"), .href(frame.path(.bans(BanListQuery())))) { frame[.banCancel] }
            }
            equivalentCommands(view.commands, in: frame)
        }
    }
}

/// The way back to the list.
func backToBans(in frame: PageFrame) -> HTML {
    a(.class("back"), .href(frame.path(.bans(BanListQuery())))) { frame[.bansTitle] }
}

private func addressField(_ view: BanFormView, in frame: PageFrame) -> HTML {
    let about = FieldView(
        name: "addresses", label: frame[.banAddresses],
        hint: frame[.banAddressesHint],
        error: view.errors.addresses)
    return field(about, in: frame) {
        textareaField(about, text: view.addresses)
    }
}

private func textareaField(_ about: FieldView, text: String) -> HTML {
    textarea(
        [
            .class("input code-input"), .id(about.id), .name(about.name), .rows(4), .verbatim, .unchecked,
            .autocomplete("off"), .required(), .autofocus(if: text.isEmpty),
        ] + descriptions(of: about),
        text: text)
}

private func jailChoice(_ view: BanFormView, in frame: PageFrame) -> HTML {
    fieldset(.class("field", view.errors.jails == nil ? nil : "has-error")) {
        legend { frame[.banJails] }
        div(.class("choices")) {
            for jail in view.jails {
                label(.class("choice")) {
                    input(
                        .type(.checkbox), .name("jail"), .value(jail.name),
                        .checked(if: view.chosenJails.contains(jail.name)))
                    span { inert(jail.name, in: frame) }
                }
            }
        }
        if let error = view.errors.jails {
            p(.class("error")) {
                symbolImage(.danger)
                span { inert(error, in: frame) }
            }
        }
    }
}

private func durationField(_ view: BanFormView, in frame: PageFrame) -> HTML {
    let about = FieldView(
        name: "duration", label: frame[.banDuration],
        hint: frame[.banDurationHint], error: view.errors.duration,
        isOptional: true)
    return group {
        textField(about, value: view.duration, in: frame, .list("durations"), .autocomplete("off"), .verbatim)
        datalist(.id("durations")) {
            for value in ["10m", "1h", "1d", "1w", "permanent"] { option(.value(value)) }
        }
    }
}

private func refusal(_ view: BanFormView, in frame: PageFrame) -> HTML {
    group {
        banner(.danger, title: frame[.banRefused]) {
            ul(.class("refusals")) {
                for refusal in view.refusals {
                    li {
                        strong { inert(refusal.asked, in: frame) }
                        ": "
                        inert(refusal.why, in: frame)
                    }
                }
            }
            textField(
                FieldView(
                    name: "confirm",
                    label: frame[view.refusals.count > 1 ? .banConfirmMany : .banConfirm, view.confirmText],
                    hint: frame[.banConfirmHint], error: view.errors.confirm),
                value: view.confirm, in: frame, .autocomplete("off"), .verbatim, .unchecked)
        }
    }
}
