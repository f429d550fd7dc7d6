/// The words of: operation.
extension Text {
    static let operationBan = Text("operation.ban", "What the ban did")
    static let operationChange = Text("operation.change", "What the change did")
    static let operationDetail = Text("operation.detail", "Detail")
    static let operationResult = Text("operation.result", "Result")
    static let operationSummary = Text("operation.summary", "{0} of {1} done")
    static let operationUnban = Text("operation.unban", "What the unban did")
    static let operationUndone = Text("operation.undone", "Taken back")
    static let operationUndoneDetail = Text(
        "operation.undone.detail",
        "What stands below holds no more: someone undid it, or nobody confirmed it in time.")
    static let operationUndo = Text("operation.undo", "What the undo did")
}
