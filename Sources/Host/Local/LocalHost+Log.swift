#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Fail2ban

extension LocalHost {
    /// What the daemon's log tells after the positions, from its file and all its rotations.
    public func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        guard let folder = try await logFolder() else {
            return LogReading(observations: [], positions: [], remaining: 0)
        }
        return try await read(folder, positions, limit)
    }

    /// Returns when the log has a whole line beyond the positions, and at the latest after `limit`.
    public func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        let end = ContinuousClock.now + limit
        let folder = try? await logFolder()
        var seen: [String: FileState]?
        while ContinuousClock.now < end, !Task.isCancelled {
            if let folder {
                let states = try? folder.states()
                if states != seen {
                    seen = states
                    if await hasMore(folder, positions) { return }
                }
            }
            try? await Task.sleep(for: min(Self.look, end - ContinuousClock.now))
        }
    }

    /// What cannot be seen here, and why.
    public func blindSpots() async throws(HostError) -> [BlindSpot] {
        let daemon = try await daemon()
        var spots: [BlindSpot] = []
        if daemon.logTarget.utf8.first == UInt8(ascii: "/") {
            spots += LogFolder(path: daemon.logTarget).faults().map { .logUnreadable(path: $0.path, reason: $0.reason) }
        } else {
            spots.append(.logTarget(daemon.logTarget))
        }
        if Self.quietLevels.contains(daemon.logLevel) { spots.append(.logLevel(daemon.logLevel)) }
        if let path = daemon.databasePath {
            if let reason = BansDatabase(path: path).fault {
                spots.append(.databaseUnreadable(path: path, reason: reason.message))
            }
        } else {
            spots.append(.noDatabase)
        }
        return spots
    }

    /// How often the log is looked at: a list of a folder and a few `stat`, some 30 microseconds.
    private static let look = Duration.milliseconds(100)

    /// Levels that hide what is told at `INFO`.
    private static let quietLevels: Set<String> = ["NOTICE", "WARNING", "ERROR", "CRITICAL"]

    /// The folder of the log; nil where the daemon logs to something else than a file.
    private func logFolder() async throws(HostError) -> LogFolder? {
        let target = try await lastLogTarget()
        return target.utf8.first == UInt8(ascii: "/") ? LogFolder(path: target) : nil
    }

    @concurrent
    private func read(
        _ folder: LogFolder, _ positions: [LogPosition], _ limit: Int
    ) async throws(HostError) -> LogReading {
        do throws(LogFault) {
            return try logReader.read(folder, after: positions, zone: zone(), limit: limit)
        } catch {
            throw HostError.unreadable(path: error.path, .other(error.reason))
        }
    }

    @concurrent
    private func hasMore(_ folder: LogFolder, _ positions: [LogPosition]) async -> Bool {
        // A log that cannot be read is for the next reading to tell.
        (try? logReader.hasMore(folder, beyond: positions)) ?? false
    }
}
