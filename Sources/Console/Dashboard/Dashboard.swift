import Fail2ban
import Host
import Storage

/// What happened in a stretch of time, told in sums.
public struct Dashboard: Sendable {
    private let host: String
    private let database: any Database
    private let board: StatusBoard
    private let jails: Jails
    private let health: JailHealthBoard
    private let now: @Sendable () -> Int64
    private let ranking: AddressRanking

    /// Addresses of each list.
    public static let addresses = 8
    /// More parts than this are not asked for.
    public static let mostParts = 200

    init(
        host: String, database: any Database, board: StatusBoard, jails: Jails, health: JailHealthBoard, pulse: Pulse,
        line: CountingLine, now: @escaping @Sendable () -> Int64
    ) {
        self.host = host
        self.database = database
        self.board = board
        self.jails = jails
        self.health = health
        self.now = now
        ranking = AddressRanking(database: database, pulse: pulse, line: line)
    }

    /// The figures of a stretch of time.
    ///
    /// - Parameters:
    ///   - parts: the stretch in parts that follow each other, in UTC epoch seconds.
    ///   - name: what the stretch is called where it moves with the time, such as `now-24h`: what takes long to count is
    ///     kept for some seconds under it.
    public func figures(parts: [Range<Int64>], name: String) async throws -> DashboardFigures {
        guard let first = parts.first, let last = parts.last else { throw OperationError.invalid([]) }
        let span = first.lowerBound..<last.upperBound
        let (host, now) = (host, now())
        async let ranking = ranking.addresses(in: span, name: name)
        let counts = try await database.readBriefly { try DashboardCounts($0, parts: parts, host: host, now: now) }
        let stopped = try await jails.stopped()
        var figures = counts.figures(parts: parts)
        figures.addresses = try await ranking
        let status = board.status
        figures.running = status.readAt == nil ? nil : status.jails.count
        figures.staleSince = status.isStale ? status.readAt : nil
        figures.ailing = Self.ailing(health.health)
        figures.down = Self.down(status, stopped: stopped, seen: figures.jails.map(\.name))
        return figures
    }

    /// Whether nothing ever happened, as far as is known.
    public func isNew() async throws -> Bool { try await database.readBriefly { try $0.events.firstQuarter() } == nil }

    /// The gravest finding of each jail that has one to act on.
    private static func ailing(_ health: JailHealth?) -> [JailFinding] {
        var told: Set<JailName> = []
        return (health?.findings ?? []).filter {
            [.failure, .warning].contains($0.status) && told.insert($0.jail).inserted
        }
    }

    /// Jails that were stopped here, and those that did something in the time that is shown and do not run now.
    private static func down(_ status: DaemonStatus, stopped: [StoppedJail], seen: [String]) -> [DownJail] {
        guard status.readAt != nil else { return [] }
        let known = stopped.map { DownJail(name: $0.name.text, by: $0.by, at: $0.at) }
        let running = Set(status.jails.map(\.name.text) + known.map(\.name))
        // Where no jail runs at all, the daemon is just starting.
        let lost = status.jails.isEmpty ? [] : seen.filter { !running.contains($0) }
        return known + lost.sorted().map { DownJail(name: $0) }
    }
}
