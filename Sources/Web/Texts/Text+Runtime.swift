/// The words of: runtime.
extension Text {
    static let runtimeAgent = Text("runtime.agent", "BanGUI’s agent")
    static let runtimeDegraded = Text("runtime.degraded", "Part of it does not work")
    static let runtimeFail = Text("runtime.fail", "does not work")
    static let runtimeFailed = Text("runtime.failed", "What BanGUI needs most does not work")
    static let runtimeLead = Text(
        "runtime.lead", "How the running server and all that it needs are at this moment.")
    static let runtimeOk = Text("runtime.ok", "works")
    static let runtimeParts = Text("runtime.parts", "What the server needs")
    static let runtimeServer = Text("runtime.server", "This server")
    static let runtimeSpace = Text("runtime.space", "Disk space")
    static let runtimeTitle = Text("runtime.title", "Health")
    static let runtimeWarn = Text("runtime.warn", "needs attention")
    static let runtimeWell = Text("runtime.well", "Everything works")
}
