import Fail2ban
import Host

/// Which lines about unbans are followed by the end of their jail: bans that leave the firewall because it stops.
struct StopLookahead: Sendable {
    /// Milliseconds between two lines of the same stop at most: an action that takes longer has failed by then.
    static let pause: Int64 = 10_000

    private var isFollowed: Set<Int> = []
    /// The place of the first line that the end of these lines leaves undecided; nil where there is none.
    private(set) var firstOpen: Int?

    /// Looks through lines in their order.
    init(_ lines: [LogObservation]) {
        var stops: [JailName: Int64] = [:]
        var decided: Set<JailName> = []
        for (place, line) in lines.enumerated().reversed() {
            guard let jail = line.jail else { continue }
            switch line.message {
            case .jailStopped: stops[jail] = line.time
            case .unban:
                if let stop = stops[jail], stop - line.time <= Self.pause {
                    isFollowed.insert(place)
                    stops[jail] = line.time
                } else if !decided.contains(jail) {
                    firstOpen = place
                    continue
                }
            case .banFailed, .unbanFailed, .flush, .increase, .foundAgain: continue
            default: stops[jail] = nil
            }
            decided.insert(jail)
        }
    }

    /// Whether the line at this place is part of a stop.
    func isPartOfStop(_ place: Int) -> Bool { isFollowed.contains(place) }
}
