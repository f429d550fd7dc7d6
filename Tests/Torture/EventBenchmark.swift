import Glibc
import Storage

/// Times events on this machine: how many are stored in a second, and how long lists of them take.
struct EventBenchmark {
    let folder: String
    let rows: Int
    let clock = ContinuousClock()

    func run() async throws {
        let path = "\(folder)/events-\(rows).sqlite"
        let database = try SQLiteDatabase(path: path)
        try await fill(database)
        await database.close()
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        print("\(status.st_size / 1_048_576) MiB, \(Int(status.st_size) / rows) bytes an event")
    }

    private func fill(_ database: SQLiteDatabase) async throws {
        var maker = EventMaker(addresses: 1_000_000)
        let step = max(rows / 20, 5000)
        var spent = Duration.zero
        var worked = 0.0
        for batch in 1...(rows / 5000) {
            let events = maker.next(5000)
            let before = processorTime
            spent += try await clock.measure {
                _ = try await database.write(.telemetry) { try $0.events.append(events) }
            }
            worked += processorTime - before
            guard (batch * 5000).isMultiple(of: step) else { continue }
            let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
            print(
                "\(batch * 5000): \(Int(Double(step) / seconds)) events a second, "
                    + "\(Int(Double(step) / worked)) a second of processor time")
            spent = .zero
            worked = 0
        }
    }

    /// What this process has used, in seconds: on a shared machine it tells more than the clock.
    private var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
