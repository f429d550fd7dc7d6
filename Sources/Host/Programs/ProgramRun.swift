import Dispatch

/// A program run to its end without a shell, bounded in time and output.
struct ProgramRun: Sendable {
    /// How it ended.
    enum Outcome: Equatable, Sendable {
        case exited(status: Int32)
        /// It was killed at its deadline.
        case timedOut
        /// It could not be started, as the system says.
        case notStarted(String)
    }

    var outcome: Outcome
    /// Standard output, up to the bound.
    var output: String
    /// Standard error, up to the bound.
    var errors: String

    /// Bytes kept of each output, 4 MiB: the stock configuration with all its jails prints 226 KB.
    static let longest = 4 << 20

    /// Runs `arguments` with just this environment. It runs on a thread that may block.
    static func run(_ arguments: [String], environment: [String: String], deadline: Duration) async -> ProgramRun {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: runBlocking(arguments, environment, deadline))
            }
        }
    }

    private static func runBlocking(
        _ arguments: [String], _ environment: [String: String], _ deadline: Duration
    ) -> ProgramRun {
        let program: RunningProgram
        do throws(RunningProgram.NotStarted) {
            program = try RunningProgram(arguments, environment: environment)
        } catch {
            return ProgramRun(outcome: .notStarted(error.reason), output: "", errors: "")
        }
        let end = ContinuousClock.now + deadline
        let isDone = Pipe.drain([program.output, program.errors], until: end, limit: longest)
        let status = program.status(until: isDone ? end : .now)
        program.kill()
        return ProgramRun(
            outcome: status.map { .exited(status: $0) } ?? .timedOut, output: program.output.text,
            errors: program.errors.text)
    }
}
