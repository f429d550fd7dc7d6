import HTML

/// The dialog of keyboard shortcuts, opened by `?`.
func keyHelp(in frame: PageFrame) -> HTML {
    dialog(.id("keys"), .class("dialog"), .aria("labelledby", "keys-title")) {
        h2(.id("keys-title")) { frame[.keysTitle] }
        dl(.class("keys")) {
            shortcut("Ctrl K", frame[.keysPalette])
            shortcut("/", frame[.keysSearch])
            shortcut("g d", frame[.keysDashboard])
            shortcut("g b", frame[.keysBans])
            shortcut("g e", frame[.keysEvents])
            shortcut("g m", frame[.mapTitle])
            shortcut("g n", frame[.keysPatterns])
            shortcut("g j", frame[.keysJails])
            shortcut("g o", frame[.keysOperations])
            if frame.mayViewTasks { shortcut("g t", frame[.keysTasks]) }
            shortcut("g s", frame[.keysSettings])
            shortcut("g p", frame[.keysOwnSettings])
            shortcut("j k", frame[.keysRows])
            shortcut("x", frame[.keysSelect])
            if frame.section == .dashboard || frame.section == .map || frame.section == .patterns {
                shortcut("t", frame[.keysRange])
                shortcut("[ ]", frame[.keysRangeSteps])
                shortcut("-", frame[.keysRangeWider])
            }
            shortcut("?", frame[.keysHelp])
            shortcut("Esc", frame[.keysEscape])
        }
        label(.class("check")) {
            input(.type(.checkbox), .data("keys-switch"), .checked(if: frame.hasShortcuts))
            span { frame[.keysSwitch] }
        }
        form(.method(.dialog)) {
            button(.class("button"), .type(.submit)) { frame[.keysClose] }
        }
    }
}

private func shortcut(_ keys: String, _ meaning: String) -> HTML {
    div {
        dt { for key in keys.split(separator: " ") { kbd { String(key) } } }
        dd { meaning }
    }
}
