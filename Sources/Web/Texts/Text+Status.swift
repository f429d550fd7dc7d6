/// The words of: status.
extension Text {
    static let statusBanned = Text("status.banned", "Banned now")
    static let statusBans = Text("status.bans", "Bans since start")
    static let statusDown = Text("status.down", "down")
    static let statusFailures = Text("status.failures", "Failures")
    static let statusHanging = Text("status.hanging", "not answering")
    static let statusJails = Text("status.jails", "Jails")
    static let statusNoAgent = Text("status.noAgent", "out of reach: no agent")
    static let statusPermission = Text("status.permission", "no permission")
    static let statusStarting = Text("status.starting", "starting")
    static let statusUp = Text("status.up", "up")
    static let statusZone = Text("status.zone", "The zone in which times are shown")
}
