import Dispatch

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
    private static let longest = 4 << 20

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
        guard let output = Pipe(), let errors = Pipe() else {
            return ProgramRun(outcome: .notStarted(systemError(errno)), output: "", errors: "")
        }
        let child: pid_t
        switch spawn(arguments, environment, output, errors) {
        case .success(let started): child = started
        case .failure(let failure):
            return ProgramRun(outcome: .notStarted(systemError(failure.code)), output: "", errors: "")
        }
        output.closeWriting()
        errors.closeWriting()
        let end = ContinuousClock.now + deadline
        let isDone = Pipe.drain([output, errors], until: end, limit: longest)
        let outcome = wait(for: child, until: isDone ? end : .now)
        return ProgramRun(outcome: outcome, output: output.text, errors: errors.text)
    }

    private struct SpawnFailure: Error {
        let code: Int32
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String: String], _ output: Pipe, _ errors: Pipe
    ) -> Result<pid_t, SpawnFailure> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.writing, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A thread of the pool may block signals, and the program would inherit that. Its own group, so that what it
        // starts ends with it.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
        let words = arguments.map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in words + settings { free(pointer) } }
        var child: pid_t = 0
        guard let program = words.first ?? nil else { return .failure(SpawnFailure(code: ENOENT)) }
        let code = posix_spawnp(&child, program, &actions, &attributes, words, settings)
        return code == 0 ? .success(child) : .failure(SpawnFailure(code: code))
    }

    private static func wait(for child: pid_t, until end: ContinuousClock.Instant) -> Outcome {
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < end else {
                kill(-child, SIGKILL)
                waitpid(child, &status, 0)
                return .timedOut
            }
            usleep(2_000)
        }
        // WIFEXITED and WEXITSTATUS of <sys/wait.h>; a signal counts as the shell's 128 + number.
        let signal = status & 0x7f
        return .exited(status: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
    }

    private static func systemError(_ code: Int32) -> String { String(cString: strerror(code)) }
}
