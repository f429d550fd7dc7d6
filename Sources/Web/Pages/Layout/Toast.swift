import HTML

/// Where short messages appear; the one that this page was made with stands in it from the start.
func toastRegion(in frame: PageFrame) -> HTML {
    div(.id("toasts"), .class("toasts"), .role("status"), .aria("live", "polite")) {
        if let toast = frame.toast { toastItem(toast, in: frame) }
    }
}

private func toastItem(_ toast: ToastView, in frame: PageFrame) -> HTML {
    div(.class("toast"), .data("toast")) { toastContent(toast, in: frame) }
}

/// The message, the way to take it back, and the way to close it.
func toastContent(_ toast: ToastView, in frame: PageFrame) -> HTML {
    group {
        span(.class("toast-text")) { inert(toast.message, in: frame) }
        if let undo = toast.undo { undoForm(undo, in: frame) }
        button(.type(.button), .class("icon-button needs-script"), .data("dismiss"), .aria("label", frame[.toastClose]))
        {
            symbolImage(.close)
        }
    }
}

/// The button that takes an operation back, with the time it has left.
func undoForm(_ undo: UndoView, in frame: PageFrame) -> HTML {
    form(.class("inline"), .method(.post), .action(frame.path(.undo(undo.id)))) {
        csrfField(in: frame)
        button(.type(.submit), .class("button button-small"), .data("undo")) {
            frame[.toastUndo]
            " "
            countdown(to: undo.deadline, in: frame)
        }
    }
}
