internal import Storage

extension BackgroundTask {
    /// Asks the service of `geo_online` about addresses that no file knows, where someone agreed to that.
    static func geoOnline(_ asking: GeoAsking, desk: GeoDesk) -> BackgroundTask {
        BackgroundTask(
            .geoOnline, look: { _ in asking.look() },
            run: { context in
                // Who asks for it may have agreed just now.
                if context.isAsked { await desk.look() }
                return try await asking.run(context)
            })
    }

    /// Seconds by which an answer may be too old before its night is taken for missed.
    private static let patienceWithAnswers: Int64 = 2 * EventRetention.day

    /// Removes answers of services about addresses that were not seen for as long as the settings say, every night.
    ///
    /// - Parameters:
    ///   - days: for how many days an address need not have been seen.
    ///   - sleep: suspends for the time, and throws when the task is cancelled.
    static func geoCache(
        _ database: any Database, days: Int, now: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) -> BackgroundTask {
        let beginning: @Sendable (Int64) -> Int64 = { $0 - Int64(days) * EventRetention.day }
        return BackgroundTask(
            .geoCache,
            look: { moment in
                let oldest = try await database.read { try $0.geoCache.oldest() }
                guard let oldest, oldest < beginning(moment.now) else { return .nothing }
                let isMissed = oldest < beginning(moment.now) - patienceWithAnswers
                return isMissed || moment.isTime(of: TaskName.geoCache.usualSchedule) ? .work : .tooEarly
            },
            run: { context in
                let moment = beginning(now())
                var count = 0
                while context.mayGoOn {
                    let began = ContinuousClock.now
                    let removed = try await database.write(.telemetry) {
                        try $0.geoCache.remove(notSeenSince: moment, limit: GeoAsking.batch)
                    }
                    count += removed
                    let words = "Removed what services had told of \(count) addresses."
                    guard removed == GeoAsking.batch else { return count == 0 ? .nothing : .done(words) }
                    context.progress(words)
                    do { try await sleep(max((ContinuousClock.now - began) * 2, GeoWalk.pause)) } catch {
                        return .unfinished(words)
                    }
                }
                return .unfinished(count == 0 ? nil : "Removed what services had told of \(count) addresses.")
            })
    }
}
