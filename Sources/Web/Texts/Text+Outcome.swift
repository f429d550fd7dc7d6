/// The words of: outcome.
extension Text {
    static let outcomeAlready = Text("outcome.already", "was so already")
    static let outcomeDone = Text("outcome.done", "done")
    static let outcomeRefused = Text("outcome.refused", "refused")
    static let outcomeUnenforced = Text("outcome.unenforced", "not enforced")
    static let outcomeUnknown = Text("outcome.unknown", "not known")
}
