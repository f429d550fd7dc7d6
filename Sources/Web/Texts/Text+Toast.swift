/// The words of: toast.
extension Text {
    static let toastClose = Text("toast.close", "Close")
    static let toastUndo = Text("toast.undo", "Undo")
}
