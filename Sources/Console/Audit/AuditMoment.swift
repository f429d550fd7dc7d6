internal import FoundationEssentials

/// Moments in the texts of entries.
enum AuditMoment {
    /// Such as `2026-11-21T19:20:00Z`.
    static func text(_ moment: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601)
    }
}
