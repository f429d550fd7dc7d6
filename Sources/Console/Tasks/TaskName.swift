/// The background tasks, by their stable names: the words are stored and stand in addresses, so none ever changes its meaning.
public enum TaskName: String, CaseIterable, Sendable {
    /// Removes events that were kept for as long as they should be.
    case oldEvents = "old-events"
    /// Forgets sessions and tokens that are over.
    case endedAccess = "ended-access"
    /// Writes down when sessions and tokens were last used.
    case lastSeen = "last-seen"
    /// Checks the whole audit log.
    case auditCheck = "audit-check"
    /// Has the database count what its planner goes by.
    case statistics
    /// Fetches geo data anew.
    case geoUpdate = "geo-update"
    /// Gives events the place of their address that have none.
    case geoPlaces = "geo-places"
    /// Asks a service about addresses that no file knows.
    case geoOnline = "geo-online"
    /// Removes old answers of services.
    case geoCache = "geo-cache"
    /// Takes lines of before there was an index into it.
    case lineIndex = "index-lines"

    /// Which of several servers on one database does it.
    public enum Reach: String, CaseIterable, Sendable {
        /// One of them, for all.
        case once
        /// Each of them, for what it alone has.
        case eachServer = "each_server"
    }

    /// What it is called, in English.
    public var title: String {
        switch self {
        case .oldEvents: "Remove old events"
        case .endedAccess: "Forget ended sessions and tokens"
        case .lastSeen: "Write down last use"
        case .auditCheck: "Check the audit log"
        case .statistics: "Refresh database statistics"
        case .geoUpdate: "Fetch geo data"
        case .geoPlaces: "Find where addresses are"
        case .geoOnline: "Ask where addresses are"
        case .geoCache: "Forget old answers about addresses"
        case .lineIndex: "Index older log lines"
        }
    }

    /// What it does, in one English sentence or two.
    public var words: String {
        switch self {
        case .oldEvents: "Removes events that are older than the settings say, a few at a time."
        case .endedAccess: "Removes sessions that are over, and tokens a month after their end."
        case .lastSeen: "Writes down when and from where sessions and tokens were last used."
        case .auditCheck: "Checks every entry of the audit log, and what was anchored of it."
        case .statistics:
            "Has the database count how much lies in its tables, by which it chooses the fastest way to answer; also soon "
                + "after many bans or events came at once."
        case .geoUpdate:
            "Fetches geo data anew once a month, where someone agreed to that with bangui geo update."
        case .geoPlaces:
            "Gives events that were stored before there was geo data the country and network of their address."
        case .geoOnline:
            "Asks the service of geo_online about addresses that no file knows, where someone agreed to that with bangui geo online."
        case .geoCache:
            "Removes what services told of addresses that were not seen for as long as the settings say."
        case .lineIndex:
            "Makes the lines of bans that were stored by an older version searchable, a few at a time, the newest first. Once that is "
                + "done there is nothing more to do."
        }
    }

    /// Who does it.
    public var reach: Reach {
        switch self {
        case .oldEvents, .endedAccess, .statistics, .geoPlaces, .geoCache, .lineIndex: .once
        // Each server has its own memory, and may have its own anchor.
        case .lastSeen, .auditCheck: .eachServer
        // Each has a data directory of its own, and addresses of its own that wait.
        case .geoUpdate, .geoOnline: .eachServer
        }
    }

    /// Whether it is done so often, and always in the same way, that only failures and what people asked for are put on record.
    var isRoutine: Bool { self == .lastSeen || self == .auditCheck || self == .geoOnline }

    /// When it is done where nothing else makes it more or less often.
    public var usualSchedule: TaskSchedule {
        switch self {
        case .oldEvents: .nightly(hour: 3)
        case .geoCache: .nightly(hour: 4)
        case .geoOnline: .every(seconds: 5)
        case .endedAccess, .lineIndex: .every(seconds: 60)
        case .lastSeen: .every(seconds: 30)
        case .auditCheck: .every(seconds: 600)
        case .statistics, .geoUpdate: .every(seconds: 3600)
        case .geoPlaces: .every(seconds: 60)
        }
    }
}

/// When a task is done.
public enum TaskSchedule: Hashable, Sendable {
    /// Again and again.
    case every(seconds: Int64)
    /// Within the hour that begins then by the machine's clock, or at once where that was missed for long.
    case nightly(hour: Int)

    /// Seconds between two looks whether there is something to do.
    var interval: Int64 {
        switch self {
        case .every(let seconds): seconds
        case .nightly: 600
        }
    }

    /// In English.
    public var words: String {
        switch self {
        case .every(let seconds) where seconds % 86_400 == 0 && seconds > 86_400: "every \(seconds / 86_400) days"
        case .every(86_400): "every day"
        case .every(3600): "every hour"
        case .every(let seconds) where seconds % 3600 == 0: "every \(seconds / 3600) hours"
        case .every(60): "every minute"
        case .every(let seconds) where seconds % 60 == 0: "every \(seconds / 60) minutes"
        case .every(let seconds): "every \(seconds) seconds"
        case .nightly(let hour): "every night between \(hour) and \(hour + 1)"
        }
    }
}
