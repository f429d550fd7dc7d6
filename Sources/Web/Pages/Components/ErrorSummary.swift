import HTML

/// A fault of a field as the list above a form names it.
struct FieldError: Sendable {
    /// The id of the field's control.
    var id: String
    var label: String
    var message: String
}

/// All faults of a form above it, each a link to its field; it has the focus when the page opens.
func errorSummary(_ errors: [FieldError], in frame: PageFrame) -> HTML {
    guard !errors.isEmpty else { return HTML() }
    let title = frame.count(errors.count, one: .fieldErrorsOne, many: .fieldErrorsMany)
    return div(.id("errors"), .class("error-summary"), .tabindex(-1), .autofocus()) {
        banner(.danger, title: title) {
            ul {
                for error in errors {
                    li {
                        a(.href(anchor: error.id)) { error.label }
                        ": "
                        inert(frame.phrase(error.message), in: frame)
                    }
                }
            }
        }
    }
}
