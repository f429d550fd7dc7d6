internal import Synchronization

/// Whether BanGUI starts a fail2ban that died.
public enum RecoveryMode: String, CaseIterable, Sendable {
    /// Only people start it.
    case off
    /// It does, where the machine's owner set a command for it.
    case automatic
}

/// The mode that holds now; a change on the settings page holds at once.
final class RecoveryModeInForce: Sendable {
    private let held: Mutex<RecoveryMode>

    init(_ mode: RecoveryMode) { held = Mutex(mode) }

    var mode: RecoveryMode { held.withLock { $0 } }

    func set(_ mode: RecoveryMode) { held.withLock { $0 = mode } }
}
