import Host

/// Which places and amounts of the daemon's log may be asked for. A place names no file: the agent alone knows which files
/// the log has.
enum LogRules {
    static func refusal(of verb: LogVerb) -> HostError? {
        guard verb.positions.count <= AgentLimits.positions, verb.positions.allSatisfy(isPlausible) else {
            return .notAllowed("There is no such place in the log.")
        }
        switch verb {
        case .read(_, let limit): return (1...AgentLimits.logBytes).contains(limit) ? nil : tooMuch
        case .wait(_, let milliseconds):
            return (0...Int(AgentLimits.wait / .milliseconds(1))).contains(milliseconds) ? nil : tooMuch
        case .records(let moment, let limit):
            return (1...AgentLimits.records).contains(limit) && (-largestMoment...largestMoment).contains(moment)
                ? nil : tooMuch
        }
    }

    /// Whether the numbers of a place leave room for those beside them.
    private static func isPlausible(_ position: LogPosition) -> Bool {
        (1...64).contains(position.generation.count) && (0...(1 << 60)).contains(position.offset)
            && position.inode < UInt64.max
            && position.lastTime.map { (-largestMoment * 1000...largestMoment * 1000).contains($0) } ?? true
    }

    /// In seconds: the year 36,000.
    private static let largestMoment: Int64 = 1 << 40

    private static let tooMuch = HostError.notAllowed("More than one answer may hold.")
}
