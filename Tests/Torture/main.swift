import Glibc
import Storage

// What must run in a process of its own: `write FILE` writes acknowledged rows until it is killed, `append FILE` events
// with the position of the log behind them, `sweep FILE` removes all events; `bench PLACE ROWS` measures the lists of bans,
// `events PLACE ROWS` those of events and `retire PLACE ROWS` the removal of events, in a new file of a folder or in the
// database of a `postgres://` address.
let arguments = CommandLine.arguments.dropFirst()

/// Where to measure: in a database on a server, or in a file of a folder.
func place(_ text: String, _ name: String) -> DatabasePlace {
    PostgreSQLAddress(text).map(DatabasePlace.server) ?? .file(path: "\(text)/\(name)-\(arguments[3]).sqlite")
}

/// Ends this process when the one that started it has gone: it would write for ever.
func endWithParent() {
    let parent = getppid()
    Task.detached {
        while getppid() == parent { try await Task.sleep(for: .milliseconds(500)) }
        exit(1)
    }
}

switch (arguments.first, arguments.count) {
case ("write", 2):
    endWithParent()
    try await Writer(path: arguments[2]).run()
case ("bench", 3):
    try await Benchmark(place: place(arguments[2], "bench"), rows: Int(arguments[3]) ?? 100_000).run()
case ("events", 3):
    try await EventBenchmark(place: place(arguments[2], "events"), rows: Int(arguments[3]) ?? 1_000_000).run()
case ("retire", 3):
    try await SweepBenchmark(place: place(arguments[2], "retire"), rows: Int(arguments[3]) ?? 1_000_000).run()
case ("append", 2):
    endWithParent()
    try await EventWriter(path: arguments[2]).run()
case ("sweep", 2):
    try await Sweep(path: arguments[2]).run()
default:
    print(
        "usage: storage-torture write FILE | append FILE | sweep FILE | bench PLACE ROWS | events PLACE ROWS | retire PLACE ROWS"
    )
}
