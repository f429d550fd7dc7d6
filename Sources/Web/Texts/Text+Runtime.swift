/// The words of: runtime.
extension Text {
    static let runtimeAgent = Text("runtime.agent", "BanGUI’s agent")
    static let runtimeBreakers = Text("runtime.breakers", "Things outside")
    static let runtimeBreakersLead = Text(
        "runtime.breakers.lead",
        "What fails again and again is left alone for a while: whoever needs it is told so at once, and it is tried again by itself."
    )
    static let runtimeClosed = Text("runtime.closed", "answers")
    static let runtimeDegraded = Text("runtime.degraded", "Part of it does not work")
    static let runtimeFail = Text("runtime.fail", "does not work")
    static let runtimeFailed = Text("runtime.failed", "What BanGUI needs most does not work")
    static let runtimeHalfOpen = Text("runtime.halfOpen", "is tried again")
    static let runtimeLead = Text(
        "runtime.lead", "How the running server and all that it needs are at this moment.")
    static let runtimeNext = Text("runtime.next", "next try in")
    static let runtimeOk = Text("runtime.ok", "works")
    static let runtimeOpen = Text("runtime.open", "left alone")
    static let runtimeOpened = Text("runtime.opened", "Since the start: times left alone: {0}, calls not made: {1}.")
    static let runtimeOthers = Text("runtime.others", "Further hosts together")
    static let runtimeParts = Text("runtime.parts", "What the server needs")
    static let runtimeReading = Text("runtime.reading", "Database: reading")
    static let runtimeServer = Text("runtime.server", "This server")
    static let runtimeShaky = Text("runtime.shaky", "has just failed")
    static let runtimeSince = Text("runtime.since", "Fails since")
    static let runtimeSpace = Text("runtime.space", "Disk space")
    static let runtimeTitle = Text("runtime.title", "Health")
    static let runtimeTrying = Text("runtime.trying", "the next call is a try")
    static let runtimeWarn = Text("runtime.warn", "needs attention")
    static let runtimeWell = Text("runtime.well", "Everything works")
    static let runtimeWriting = Text("runtime.writing", "Database: writing")
}
