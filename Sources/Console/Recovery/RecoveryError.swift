/// Why fail2ban was not started.
public enum RecoveryError: Error, Equatable, Sendable {
    /// It was started lately: before the moment (UTC epoch seconds) only an override starts it.
    case cooling(until: Int64)
    /// It was started too often: only an override starts it.
    case blocked
    /// It is being started already.
    case underWay
    /// It is there and does not answer, so that starting it helps nothing.
    case hangs
    /// The start was tried and failed, in words.
    case failed(String)
}
