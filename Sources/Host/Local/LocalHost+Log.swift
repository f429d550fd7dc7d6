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
        switch (try? await logSource()) ?? LogSource.nowhere {
        case .files(let folder):
            // Once for the whole wait: there may be as many as 1,500, of generations that are long gone.
            let offsets = LogPass.offsets(positions.filter { !$0.isInJournal })
            logWatch.enter()
            var seen: Int?
            await wait(until: end) {
                let look = logWatch.look(folder)
                guard look.number != seen else { return false }
                seen = look.number
                return await hasMore(look, offsets)
            }
            logWatch.leave()
        case .journal: await wait(until: end) { journalReader.hasMore(after: positions, users: journalUsers()) }
        case .nowhere: await wait(until: end) { false }
        }
    }

    /// Looks again and again, until there is more, at the end, or until nobody waits.
    private func wait(until end: ContinuousClock.Instant, hasMore: () async -> Bool) async {
        while ContinuousClock.now < end, !Task.isCancelled {
            if await hasMore() { return }
            try? await Task.sleep(for: min(LogWatch.pace, end - ContinuousClock.now))
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
    private func hasMore(_ look: LogWatch.Look, _ offsets: [[UInt8]: Int64]) async -> Bool {
        // A log that cannot be read is for the next reading to tell.
        (try? logReader.hasMore(look.generations, beyond: offsets)) ?? false
    }
}
