#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program that was started without a shell and runs beside this one; it is killed with its last reference.
final class RunningProgram {
    /// It could not be started, as the system says.
    struct NotStarted: Error {
        let reason: String
    }

    let output: Pipe
    let errors: Pipe
    private let child: pid_t
    /// How it ended, once it was waited for.
    private var end: Int32?

    /// Starts `arguments` with just this environment.
    init(_ arguments: [String], environment: [String: String]) throws(NotStarted) {
        guard let output = Pipe(), let errors = Pipe() else { throw NotStarted(reason: Self.systemError(errno)) }
        var child: pid_t = 0
        let code = Self.spawn(arguments, environment, output, errors, &child)
        guard code == 0 else { throw NotStarted(reason: Self.systemError(code)) }
        output.closeWriting()
        errors.closeWriting()
        (self.output, self.errors, self.child) = (output, errors, child)
    }

    deinit { kill() }

    /// Ends it and what it started.
    func kill() {
        guard end == nil else { return }
        #if canImport(Glibc)
        _ = Glibc.kill(-child, SIGKILL)
        #else
        _ = Darwin.kill(-child, SIGKILL)
        #endif
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        end = status
    }

    /// Its exit status, waiting for its end so long; nil when it still runs. A signal counts as the shell's 128 + number.
    func status(until deadline: ContinuousClock.Instant) -> Int32? {
        while end == nil {
            var status: Int32 = 0
            if waitpid(child, &status, WNOHANG) != 0 {
                end = status
            } else {
                guard ContinuousClock.now < deadline else { return nil }
                usleep(2_000)
            }
        }
        // WIFEXITED and WEXITSTATUS of <sys/wait.h>.
        return end.map { $0 & 0x7f == 0 ? ($0 >> 8) & 0xff : 128 + ($0 & 0x7f) }
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String: String], _ output: Pipe, _ errors: Pipe, _ child: inout pid_t
    ) -> Int32 {
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
        guard let program = words.first ?? nil else { return ENOENT }
        return posix_spawnp(&child, program, &actions, &attributes, words, settings)
    }

    private static func systemError(_ code: Int32) -> String { String(cString: strerror(code)) }
}
