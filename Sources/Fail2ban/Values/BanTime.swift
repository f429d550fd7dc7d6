/// How long a ban lasts, as fail2ban counts it.
public enum BanTime: Hashable, Sendable {
    case seconds(Int64)
    /// fail2ban's `-1`.
    case permanent

    /// Takes fail2ban's number: negative is permanent, except -2, which its database uses for "not known" (nil).
    public init?(fail2ban number: Int64) {
        guard number != -2 else { return nil }
        self = number < 0 ? .permanent : .seconds(number)
    }

    /// fail2ban's number.
    public var fail2ban: Int64 {
        switch self {
        case .seconds(let seconds): seconds
        case .permanent: -1
        }
    }

    /// The end of a ban that began at `start` (UTC epoch seconds); nil when it has none.
    public func end(from start: Int64) -> Int64? {
        switch self {
        case .seconds(let seconds):
            let (end, overflow) = start.addingReportingOverflow(seconds)
            return overflow ? nil : end
        case .permanent: return nil
        }
    }
}
