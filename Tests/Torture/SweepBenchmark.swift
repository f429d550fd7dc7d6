import Storage

/// Removes events while others arrive, and tells how long their writers waited.
struct SweepBenchmark {
    let place: DatabasePlace
    let rows: Int
    let clock = ContinuousClock()

    func run() async throws {
        let database = try place.open()
        var maker = EventMaker(addresses: 1_000_000)
        var lines = LineMaker()
        for _ in 0..<(rows / 5000) {
            let events = maker.next(5000)
            let made = events.map { $0.kind == .ban ? lines.lines(of: $0) : [] }
            try await database.write(.telemetry) { transaction in
                for (event, lines) in zip(try transaction.events.append(events), made) where !lines.isEmpty {
                    try transaction.events.setLines(lines, of: event.id)
                }
            }
        }
        // What arrives is newer, and stays.
        let end = EventMaker.start + Int64(rows) / EventMaker.rate
        let started = clock.now
        print(
            "writes of 10 events, 20 a second, alone: \(try await arrivals(database, from: end) { clock.now - started > .seconds(15) })"
        )
        let begun = clock.now
        let sweep = Task { try await EventSweep(database).run(before: end) }
        let ending = Task {
            let outcome = try await sweep.value
            return (outcome, clock.now - begun)
        }
        let waits = try await arrivals(database, from: end) {
            try await database.readBriefly { try $0.events.oldest() ?? .max } >= end
        }
        let (outcome, spent) = try await ending.value
        print("removed \(outcome.removed) events in \(spent), longest batch \(outcome.longest)")
        print("writes meanwhile: \(waits)")
        await database.close()
    }

    /// Writes ten events every 50 ms until `isOver`; tells how long each took.
    private func arrivals(
        _ database: any Database, from start: Int64, until isOver: () async throws -> Bool
    ) async throws -> String {
        var waits: [Duration] = []
        var next = clock.now
        var maker = LineMaker()
        while try await !isOver() {
            let events = (0..<10).map {
                EventRecord(
                    host: "local", at: start + Int64(waits.count), kind: $0 == 0 ? .ban : .found, source: .socket,
                    jail: "sshd", banID: "198.51.100.\($0)")
            }
            let lines = maker.lines(of: events[0])
            waits.append(
                try await clock.measure {
                    try await database.write(.telemetry) { transaction in
                        for event in try transaction.events.append(events) where event.kind == .ban {
                            try transaction.events.setLines(lines, of: event.id)
                        }
                    }
                })
            next = max(next + .milliseconds(50), clock.now)
            try await Task.sleep(until: next, clock: clock)
        }
        waits.sort()
        return "\(waits.count), median \(waits[waits.count / 2]), p99 \(waits[waits.count * 99 / 100]), "
            + "longest \(waits[waits.count - 1])"
    }
}
