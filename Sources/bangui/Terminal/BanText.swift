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

    /// Country and network.
    static func place(_ ban: BanEntry) -> [String] {
        [
            ban.origin?.country.map { Output.inert($0.code) } ?? "-",
            ban.origin?.network.map { "AS\($0.number) \(Output.inert($0.name))" } ?? "-",
        ]
    }

    /// That a list is of the past, and how old it is.
    static func age(of moment: Int64, at now: Int64) -> String {
        let seconds = max(0, now - moment)
        let age =
            switch seconds {
            case ..<120: "\(seconds) s"
            case ..<7200: "\(seconds / 60) min"
            case ..<172_800: "\(seconds / 3600) h"
            default: "\(seconds / 86_400) days"
            }
        return "The list is the last known, \(age) old (\(time(moment)))."
    }

    private static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }
}
