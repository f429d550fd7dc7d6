import Fail2ban

extension LocalHost {
    /// What the daemon's log tells after the positions: from its file and all its rotations, or from the system's journal.
    public func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        switch try await logSource() {
        case .files(let folder): return try await read(folder, positions.filter { !$0.isInJournal }, limit)
        case .journal: return try await readJournal(after: positions, limit: limit)
        case .nowhere: return LogReading(observations: [], positions: [], remaining: 0)
        }
    }

    /// Returns when the log has a whole line beyond the positions, and at the latest after `limit`.
    public func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        let end = ContinuousClock.now + limit
        let source = (try? await logSource()) ?? LogSource.nowhere
        var seen: [String: FileState]?
        while ContinuousClock.now < end, !Task.isCancelled {
            switch source {
            case .files(let folder):
                let states = try? folder.states()
                if states != seen {
                    seen = states
                    if await hasMore(folder, positions.filter { !$0.isInJournal }) { return }
                }
            case .journal: if journalReader.hasMore(after: positions, users: journalUsers()) { return }
            case .nowhere: break
            }
            try? await Task.sleep(for: min(Self.look, end - ContinuousClock.now))
        }
    }

    /// What cannot be seen here, and why.
    public func blindSpots() async throws(HostError) -> [BlindSpot] {
        let daemon = try await daemon()
        var spots: [BlindSpot] = []
        switch LogSource(daemon.logTarget) {
        case .files(let folder): spots += folder.faults().map { .logUnreadable(path: $0.path, reason: $0.reason) }
        case .journal: spots += await journalSpots(daemon.logTarget)
        case .nowhere: spots.append(.logTarget(daemon.logTarget))
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

    private func logSource() async throws(HostError) -> LogSource { LogSource(try await lastLogTarget()) }

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
