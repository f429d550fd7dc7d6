/// What must run in a process of its own: `write FILE` writes acknowledged rows until it is killed, `append FILE` events
/// with the position of the log behind them; `bench FOLDER ROWS`
/// measures the lists of bans; `events FOLDER ROWS` measures events.
let arguments = CommandLine.arguments.dropFirst()

switch (arguments.first, arguments.count) {
case ("write", 2):
    try await Writer(path: arguments[2]).run()
case ("bench", 3):
    try await Benchmark(folder: arguments[2], rows: Int(arguments[3]) ?? 100_000).run()
case ("events", 3):
    try await EventBenchmark(folder: arguments[2], rows: Int(arguments[3]) ?? 1_000_000).run()
case ("append", 2):
    try await EventWriter(path: arguments[2]).run()
default:
    print("usage: storage-torture write FILE | append FILE | bench FOLDER ROWS | events FOLDER ROWS")
}
