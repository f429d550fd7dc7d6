import Fail2ban
import Host
import Storage

@testable import Console

/// Lines of a log as a test writes them: times are seconds, places follow one another.
struct Script {
    private(set) var lines: [LogObservation] = []

    /// Adds a line, at `at` seconds after the moment 1,000,000.
    mutating func say(_ at: Double, _ jail: String?, _ message: LogMessage) {
        let offset = lines.last?.end ?? 0
        lines.append(
            LogObservation(
                generation: Array(repeating: 7, count: 16), offset: offset, end: offset + 100,
                time: 1_000_000_000 + Int64(at * 1000), utcOffset: 3600, jail: jail.map { JailName(existing: $0) },
                message: message))
    }
}

/// A database in a folder of its own, into which a script is taken.
struct Pad {
    let folder: TemporaryFolder
    let database: SQLiteDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
    }

    /// Takes lines in as one batch.
    @discardableResult
    func take(
        _ lines: [LogObservation], phase: DaemonPhase = .unknown,
        standing: [JailName: [BanID: StandingBan]]? = nil, jailTimes: [JailName: BanTime] = [:],
        origins: OriginFinder = .none
    ) async throws -> [EventRecord] {
        var context = LineIntake.Context(
            host: .local, standing: standing, recentFrom: 0, jailTimes: jailTimes, now: 1_000_100)
        context.origins = origins.origins(of: lines.lazy.compactMap { $0.message.id?.text })
        let asked = context
        return try await database.write(.telemetry) { transaction in
            let traces = try transaction.traces(of: lines, host: "local")
            var intake = LineIntake(asked, phase: phase, traces: traces, in: transaction)
            return try intake.take(lines, StopLookahead(lines))
        }
    }

    /// Takes records of the daemon in.
    func pair(
        _ records: [RecordedBan], now: Int64 = 1_000_100, awaitsLines: Bool = true, origins: OriginFinder = .none
    ) async throws -> RecordPairing.Result {
        try await database.write(.telemetry) { transaction in
            try RecordPairing(
                host: .local, traces: OperationTraces(), now: now, awaitsLines: awaitsLines, events: transaction.events,
                origins: origins
            ).take(records)
        }
    }

    /// All events, the oldest first.
    func events() async throws -> [EventRecord] {
        try await database.read { try $0.events.page(EventQuery(limit: 500)).events.reversed() }
    }

    /// What happened, in short: `ban:failures`.
    func told() async throws -> [String] {
        try await events().map { event in
            "\(EventEntry(event).kind.rawValue):\(EventEntry(event).why?.rawValue ?? "-")"
        }
    }
}

extension BanID {
    static let eve = BanID(reading: "192.0.2.1")
    static let mallory = BanID(reading: "192.0.2.2")
}

extension RecordedBan {
    /// A record at `at` seconds after the moment 1,000,000.
    static func of(
        _ id: BanID, at: Int64, jail: String = "a", seconds: Int64 = 600, count: Int = 1, failures: Int = 3,
        matches: [[UInt8]] = []
    ) -> RecordedBan {
        RecordedBan(
            jail: JailName(existing: jail), id: id, bannedAt: 1_000_000 + at, time: .seconds(seconds), count: count,
            failures: failures, matches: matches)
    }
}
