import HTML

/// Where the jail reads, what it looks for and what it does, all as inert text.
func jailSources(_ view: JailView, in frame: PageFrame) -> HTML {
    group {
        div(.class("columns")) {
            codePanel(frame[.jailLogs], view.logFiles, in: frame)
            codePanel(frame[.jailJournal], view.journalMatches, in: frame)
            codePanel(frame[.jailActions], view.actions, in: frame)
        }
        codePanel(frame[.jailFailregex], view.failRegexes, in: frame)
        codePanel(frame[.jailIgnoreregex], view.ignoreRegexes, in: frame)
    }
}

private func codePanel(_ name: String, _ lines: [String], in frame: PageFrame) -> HTML {
    guard !lines.isEmpty else { return HTML() }
    let fold = lines.count > 3 ? foldSwitch(frame[.jailLines, frame.number(lines.count)]) : HTML()
    return panel(name, fold: fold) {
        ol(.class("code-list")) {
            for line in lines { li { code { inert(line, in: frame) } } }
        }
    }
}
