import Host

extension DaemonEnding {
    /// Judges by the two traces that an end leaves. An orderly end is written to the log (“Shutdown in progress”, “Exiting
    /// Fail2ban”) and takes the socket away; a daemon that was killed writes nothing, and its socket stays.
    ///
    /// - Parameters:
    ///   - cause: why it cannot be reached.
    ///   - phase: what the log said last of its life; nil where the log cannot be trusted to tell.
    init?(_ cause: HostError?, phase: DaemonPhase?) {
        let isSocketLeft: Bool
        switch cause {
        case .unreachable(.notRunning): isSocketLeft = false
        case .unreachable(.staleSocket): isSocketLeft = true
        default: return nil
        }
        switch phase {
        case .stopping, .stopped: self = .stopped
        case .running: self = .died
        case .unknown, nil: self = isSocketLeft ? .died : .unknown
        }
    }
}

extension BlindSpot {
    /// Whether the log may hide that fail2ban ended in order.
    var hidesEndings: Bool {
        switch self {
        case .logTarget, .logUnreadable, .journal, .journalGap, .logLevel: true
        case .noDatabase, .databaseUnreadable: false
        }
    }
}
