import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A program that runs beside us. Its standard input is a pipe that ends when we do, however we end.
final class ChildProcess: Sendable {
    private let process: Process
    private let input: Pipe
    private let ending = Ending()

    /// Starts `command` (absolute program and arguments) in `folder`, with exactly `environment`; what it prints
    /// replaces the file `output`.
    init(
        _ command: [String], in folder: String, environment: [String: String], output: String
    ) throws(DemoError) {
        guard let program = command.first, access(program, X_OK) == 0 else {
            throw DemoError.missingProgram(command.first ?? "")
        }
        let descriptor = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DemoError.notWritable(path: output, reason: String(cString: strerror(errno)))
        }
        let printed = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        process = Process()
        input = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment
        process.standardInput = input
        process.standardOutput = printed
        process.standardError = printed
        process.terminationHandler = { [ending] in ending.finish(with: $0.terminationStatus) }
        do {
            try process.run()
        } catch {
            throw DemoError.missingProgram(program)
        }
    }

    /// The process id.
    var id: Int32 { process.processIdentifier }

    /// Whether it runs (a paused one does).
    var isRunning: Bool { process.isRunning }

    /// Waits for the end; gives the exit status. Not cut short by cancellation.
    func status() async -> Int32 { await ending.status() }

    /// Asks it to end, and after `patience` makes it end. Returns when it is gone, even in a cancelled task.
    func stop(patience: Duration) async {
        let pid = id
        if isRunning {
            kill(pid, SIGTERM)
            kill(pid, SIGCONT)
        }
        let force = Task { [process] in
            guard (try? await Task.sleep(for: patience)) != nil, process.isRunning else { return }
            kill(pid, SIGKILL)
        }
        _ = await status()
        force.cancel()
        try? input.fileHandleForWriting.close()
    }
}

/// The exit status of a process, once it is known, for everyone who waits for it.
private final class Ending: Sendable {
    private struct State {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    func finish(with status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
