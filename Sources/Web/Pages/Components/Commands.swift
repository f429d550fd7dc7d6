import HTML

/// A command to copy.
func commandLine(_ command: String, in frame: PageFrame) -> HTML {
    div(.class("command")) {
        code(.tabindex(0)) { inert(command, in: frame) }
        copyButton(command, in: frame)
    }
}

/// Several commands under one head, the same that the action above sends.
func equivalentCommands(_ commands: [String], under heading: String? = nil, in frame: PageFrame) -> HTML {
    guard !commands.isEmpty else { return HTML() }
    return div(.class("equivalent")) {
        p(.class("overline")) {
            heading ?? (commands.count == 1 ? frame[.commandOne] : frame[.commandMany])
        }
        for command in commands { commandLine(command, in: frame) }
    }
}

/// A button that copies `text`; shown when the script is there.
func copyButton(_ text: String, in frame: PageFrame) -> HTML {
    button(
        .type(.button), .class("icon-button copy needs-script"), .data("copy", text),
        .aria("label", frame[.commandCopy]), .title(frame[.commandCopy])
    ) { symbolImage(.copy) }
}
