/// How it stands with fail2ban's recovery at one moment; moments are UTC epoch seconds.
public struct RecoveryReport: Equatable, Sendable {
    /// What goes on.
    public enum State: String, CaseIterable, Sendable {
        /// fail2ban is there, or nobody can tell.
        case idle
        /// It is gone, and may come back by itself.
        case waiting
        /// It ended in order, or nobody can tell how: it is left to people.
        case stopped
        /// It is being started.
        case starting
        /// It was started lately, and is not started again yet.
        case cooling
        /// It was started too often: an administrator has to have it go on.
        case blocked
        /// It is gone, and the machine's owner allows no command that starts it.
        case closed
        /// It is gone, and `fail2ban_recovery` is off.
        case off
    }

    /// What the setting says.
    public var mode: RecoveryMode
    /// What goes on.
    public var state: State
    /// Whether fail2ban is gone.
    public var isAbsent: Bool
    /// Whether there is a command that starts it; nil where that is not known yet.
    public var canStart: Bool?
    /// Whether another server on the database looks after it.
    public var isElsewhere: Bool
    /// When BanGUI starts it next; nil where it does not.
    public var nextAt: Int64?
    /// Before when it is not started again; nil where it may be.
    public var cooldownUntil: Int64?
    /// Since when it is blocked; nil where it is not.
    public var blockedSince: Int64?
    /// How often BanGUI started it within the window.
    public var startsInWindow: Int
    /// What bounds it.
    public var policy: RecoveryPolicy
    /// How fail2ban ended; nil while it is there.
    public var ending: DaemonEnding?
    /// The last start of all; nil before the first.
    public var last: RecoveryRecord?

    /// Whether a person has to override something to start it now.
    public var needsOverride: Bool { state == .blocked || blockedSince != nil || state == .cooling }
}

extension RecoveryReport {
    /// What is the matter, in words; nil where nothing is.
    public var cause: String? {
        switch state {
        case .idle: nil
        case .waiting, .starting: "fail2ban died: its log tells of no orderly end."
        case .stopped:
            ending == .stopped
                ? "fail2ban was stopped in order, so that BanGUI does not start it by itself."
                : "How fail2ban ended cannot be told, so that BanGUI does not start it by itself."
        case .cooling: "fail2ban died again, and was started a short while ago."
        case .blocked:
            "fail2ban died again and again: BanGUI started it \(policy.limit) times within \(policy.window / 60) minutes, and does so no more."
        case .closed: "fail2ban is gone, and root allows no command that starts it."
        case .off: "fail2ban is gone, and fail2ban_recovery is off."
        }
    }

    /// What is to be done, in words; nil where nothing is.
    public var recommendation: String? {
        switch state {
        case .idle, .waiting, .starting: nil
        case .stopped: "Start it when it is to run again."
        case .cooling: "Look into fail2ban's log for what ended it."
        case .blocked: "Look into fail2ban's log for what ends it, mend that, and allow recovery again."
        case .closed: Self.wayToOpen
        case .off: "Start it, or set fail2ban_recovery to automatic."
        }
    }

    /// What root writes to have BanGUI's agent start it.
    public static let wayToOpen =
        "Start it on its machine: systemctl start fail2ban. To have BanGUI do it, put “fail2ban_start_command = /usr/bin/systemctl start fail2ban” "
        + "into /etc/bangui/agent.conf, and restart the agent: systemctl restart bangui-agent."
    /// The same where BanGUI itself reaches fail2ban.
    public static let wayToOpenAlone =
        "Start it the way it was started. To have BanGUI do it, set fail2ban_start_command (BANGUI_FAIL2BAN_START_COMMAND) to the command "
        + "that starts it, and start BanGUI again."
}
