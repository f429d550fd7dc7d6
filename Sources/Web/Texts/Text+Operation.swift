/// The words of: operation.
extension Text {
    static let operationBan = Text("operation.ban", "What the ban did")
    static let operationChange = Text("operation.change", "What the change did")
    static let operationDetail = Text("operation.detail", "Detail")
    static let operationEndAfter = Text("operation.end.after", "after {0}")
    static let operationEndJail = Text("operation.end.jail", "by the jail’s own time")
    static let operationEndKept = Text("operation.end.kept", "as before")
    static let operationEndMovedFrom = Text("operation.end.moved.from", "end moved from")
    static let operationEndMovedTo = Text("operation.end.moved.to", "to")
    static let operationEndNote = Text(
        "operation.end.note", "fail2ban’s own command knows no end: the chosen one is kept by BanGUI.")
    static let operationResult = Text("operation.result", "Result")
    static let operationSummary = Text("operation.summary", "{0} of {1} done")
    static let operationUnban = Text("operation.unban", "What the unban did")
    static let operationUndone = Text("operation.undone", "Taken back")
    static let operationUndoneDetail = Text(
        "operation.undone.detail",
        "What stands below holds no more: someone undid it, or nobody confirmed it in time.")
    static let operationUndo = Text("operation.undo", "What the undo did")
}
