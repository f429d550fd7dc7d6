import Console
import FoundationEssentials

/// A ban in force, for a terminal.
enum BanText {
    /// Address, jail, beginning, end, and who ends it; times in UTC.
    static func cells(_ ban: BanEntry) -> [String] {
        let end =
            switch ban.end {
            case .at(let seconds): time(seconds)
            case .never: "never"
            case .unknown: "?"
            }
        return [Output.inert(ban.id), Output.inert(ban.jail), ban.bannedAt.map(time) ?? "?", end, ban.endsBy.rawValue]
    }

    private static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }
}
