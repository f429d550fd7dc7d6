public import Foundation

/// A program that runs beside the tests, spoken to by its process id and reaped when it ends.
public final class SpawnedProcess: Sendable {
    /// The process id.
    public let pid: pid_t
    private let reaped = Reaped()

    /// Starts a program; its output goes to a file, and it holds nothing else that is open here.
    public init(_ arguments: [String], environment: [String: String] = [:], output: String) throws {
        var merged = ProcessInfo.processInfo.environment
        merged.merge(environment) { $1 }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for descriptor in Self.openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A test's thread may block signals, and the program would inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = CStrings(arguments)
        let settings = CStrings(merged.map { "\($0)=\($1)" })
        var child: pid_t = 0
        let failure = posix_spawnp(&child, arguments[0], &actions, &attributes, words.pointers, settings.pointers)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
        pid = child
    }

    private static var openDescriptors: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
    }

    deinit { kill9() }

    /// Sends a signal; nothing happens when the process has ended.
    public func signal(_ number: Int32) {
        reaped.withLive { _ = kill(pid, number) }
    }

    /// Kills the process and waits until it is gone.
    public func kill9() {
        signal(SIGKILL)
        _ = waitUntilEnded(within: 60)
    }

    /// Waits up to so many seconds for the end; false when the process still runs.
    @discardableResult
    public func waitUntilEnded(within seconds: Double) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !reaped.check(pid) {
            guard ContinuousClock.now < deadline else { return false }
            usleep(5_000)
        }
        return true
    }

    /// Whether the process still runs.
    public var isRunning: Bool { !reaped.check(pid) }
}

/// Whether a process was waited for: after that its id belongs to nobody, and may be another's.
private final class Reaped: @unchecked Sendable {
    // Unchecked: `done` is only touched under `lock`.
    private let lock = NSLock()
    private var done = false

    func check(_ pid: pid_t) -> Bool {
        lock.withLock {
            if !done {
                var status: Int32 = 0
                done = waitpid(pid, &status, WNOHANG) != 0
            }
            return done
        }
    }

    func withLive(_ body: () -> Void) {
        lock.withLock { if !done { body() } }
    }
}

/// A NULL-terminated array of C strings, freed with it.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }
    deinit { for pointer in pointers { free(pointer) } }
}
