/// The words of: loops.
extension Text {
    static let loopAudit = Text("loop.audit", "Audit log")
    static let loopConfirmations = Text("loop.confirmations", "What waits for a confirmation")
    static let loopGeo = Text("loop.geo", "Looking for new geo data")
    static let loopJails = Text("loop.jails", "Looking whether jails guard")
    static let loopHealth = Text("loop.health", "Signs of life of fail2ban")
    static let loopIntake = Text("loop.intake", "Reading fail2ban’s log")
    static let loopMirror = Text("loop.mirror", "List of bans")
    static let loopOperations = Text("loop.operations", "Operations that were cut off")
    static let loopsEnded = Text("loops.ended", "has ended")
    static let loopsRunning = Text("loops.running", "running")
    static let loopsSince = Text("loops.since", "It came round last")
    static let loopsStalled = Text("loops.stalled", "stands still")
    static let loopsTitle = Text("loops.title", "What the server does all the time")
}
