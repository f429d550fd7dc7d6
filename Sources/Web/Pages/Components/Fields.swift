import HTML

/// The hidden field that proves a form to be ours.
func csrfField(in frame: PageFrame) -> HTML {
    input(.type(.hidden), .name("_csrf"), .value(frame.csrfToken))
}

/// What a field needs besides its control.
struct FieldView: Sendable {
    var name: String
    var label: String
    var hint: String?
    var error: String?
    /// Where the value comes from when it cannot be changed here.
    var lockedBy: String?
    var isOptional = false

    var hasHint: Bool { hint != nil || lockedBy != nil }

    /// The id of its control.
    var id: String { "f-" + name }
}

/// A control with its label above, and its hint and fault below, joined for screen readers.
func field(_ view: FieldView, in frame: PageFrame, @HTMLBuilder control: () -> HTML) -> HTML {
    div(.class("field", view.error == nil ? nil : "has-error")) {
        label(.for(view.id)) {
            view.label
            if view.isOptional { span(.class("optional")) { frame[.fieldOptional] } }
        }
        control()
        if view.hasHint {
            p(.id(view.id + "-hint"), .class("hint")) {
                [view.hint, view.lockedBy.map { frame[.fieldLocked, frame.phrase($0)] }].compactMap(\.self).joined(
                    separator: " ")
            }
        }
        if let error = view.error {
            p(.id(view.id + "-error"), .class("error")) {
                symbolImage(.danger)
                span { inert(frame.phrase(error), in: frame) }
            }
        }
    }
}

/// A field of one line.
func textField(
    _ view: FieldView, value: String, in frame: PageFrame, kind: Attribute.Kind = .text, _ further: Attribute...
) -> HTML {
    field(view, in: frame) {
        input(
            [.type(kind), .class("input"), .id(view.id), .name(view.name), .value(value).when(kind != .password)]
                + [.readonly(if: view.lockedBy != nil)] + descriptions(of: view) + further)
    }
}

/// The attributes that tie a control to its hint and fault.
func descriptions(of view: FieldView) -> [Attribute] {
    let ids = [view.hasHint ? view.id + "-hint" : nil, view.error.map { _ in view.id + "-error" }].compactMap(\.self)
    return [
        .aria("describedby", ids.joined(separator: " ")).when(!ids.isEmpty),
        .aria("invalid", "true").when(view.error != nil),
    ]
}

/// A list of which one is chosen.
func choiceField(
    _ view: FieldView, options: [(value: String, label: String)], selected: String, in frame: PageFrame
) -> HTML {
    field(view, in: frame) {
        select(
            [.class("input"), .id(view.id), .name(view.name), .disabled(if: view.lockedBy != nil)]
                + descriptions(of: view)
        ) {
            for choice in options {
                option(.value(choice.value), .selected(if: choice.value == selected)) { choice.label }
            }
        }
    }
}

/// A few values of which one is chosen, all seen at once.
struct ChoicesView: Sendable {
    var name: String
    var label: String
    var hint: String?
    var selected: String
}

/// Radio buttons side by side under one label.
func choices(_ view: ChoicesView, _ options: [(value: String, label: String)]) -> HTML {
    let hint = "f-" + view.name + "-hint"
    return fieldset(.class("field"), .aria("describedby", hint).when(view.hint != nil)) {
        legend { view.label }
        div(.class("choices")) {
            for choice in options {
                label(.class("choice")) {
                    input(
                        .type(.radio), .name(view.name), .value(choice.value),
                        .checked(if: choice.value == view.selected))
                    span { choice.label }
                }
            }
        }
        if let words = view.hint { p(.id(hint), .class("hint")) { words } }
    }
}
