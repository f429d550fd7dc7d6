extension AgentHost {
    /// What the daemon's log tells after the positions, up to what one answer may hold.
    public func log(after positions: [LogPosition], limit: Int) async throws(HostError) -> LogReading {
        let verb = LogVerb.read(after: LogPlaces(positions), limit: min(limit, AgentLimits.logBytes))
        return try await ask(.log(verb), LogReading.self, within: AgentDeadline.listing)
    }

    /// Returns when the log has more, and at the latest after `limit`. Where the agent gives no answer it waits as long:
    /// whoever asks for lines in a loop should not do so without a pause.
    public func waitForLog(beyond positions: [LogPosition], atMost limit: Duration) async {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end, !Task.isCancelled {
            let part = min(end - ContinuousClock.now, AgentLimits.wait)
            let verb = LogVerb.wait(beyond: LogPlaces(positions), milliseconds: Int(clamping: part.milliseconds))
            do throws(HostError) {
                if try await ask(.log(verb), Bool.self, within: part + AgentDeadline.reading) { return }
            } catch {
                try? await Task.sleep(for: max(.zero, min(end - ContinuousClock.now, .seconds(1))))
            }
        }
    }

    /// The daemon's own records of bans since a moment, at most as many as one answer may hold.
    public func recordedBans(since moment: Int64, limit: Int) async throws(HostError) -> [RecordedBan] {
        let verb = LogVerb.records(since: moment, limit: min(limit, AgentLimits.records))
        return try await ask(.log(verb), RecordedBans.self, within: AgentDeadline.listing).records
    }
}
