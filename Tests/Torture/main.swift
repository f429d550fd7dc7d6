/// What must run in a process of its own: `write FILE SEED` writes acknowledged rows until it is killed; `bench FOLDER`
/// measures the lists of bans; `events FOLDER ROWS` measures events.
let arguments = CommandLine.arguments.dropFirst()

switch (arguments.first, arguments.count) {
case ("write", 2):
    try await Writer(path: arguments[2]).run()
case ("bench", 3):
    try await Benchmark(folder: arguments[2], rows: Int(arguments[3]) ?? 100_000).run()
case ("events", 3):
    try await EventBenchmark(folder: arguments[2], rows: Int(arguments[3]) ?? 1_000_000).run()
default:
    print("usage: storage-torture write FILE | bench FOLDER ROWS | events FOLDER ROWS")
}
