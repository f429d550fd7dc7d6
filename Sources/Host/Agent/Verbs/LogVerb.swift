/// What the agent is asked of the daemon's log and of its records.
public enum LogVerb: Hashable, Codable, Sendable {
    /// What the log tells after places, up to about so many bytes.
    case read(after: LogPlaces, limit: Int)
    /// Whether the log gets more within so many milliseconds; the answer comes when it does, or at their end.
    case wait(beyond: LogPlaces, milliseconds: Int)
    /// The daemon's records of bans since a moment, in UTC epoch seconds.
    case records(since: Int64, limit: Int)

    var name: AgentVerbName {
        switch self {
        case .read: .logRead
        case .wait: .logWait
        case .records: .logRecords
        }
    }

    /// The places in the log that it names.
    public var positions: [LogPosition] {
        switch self {
        case .read(let places, _), .wait(let places, _): places.positions
        case .records: []
        }
    }
}
