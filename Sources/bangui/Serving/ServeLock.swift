import Console
import Foundation
import Host

/// Keeps a second server off a data directory, and tells other commands what the running one guards.
final class ServeLock {
    /// What a running server guards.
    struct Server: Codable {
        var pid: Int32
        var socket: String
        var configuration: String
        var clientProgram: [String]
        var clientEnvironment: [String: String]
        /// The agent's socket, where the server reaches fail2ban through that.
        var agentSocket: String?

        /// That it runs, and nothing of what it reaches and how.
        var withoutWays: Server {
            Server(
                pid: pid, socket: LocalHost.Configuration().socketPath,
                configuration: LocalHost.Configuration().configurationDirectory,
                clientProgram: LocalHost.Configuration().clientProgram, clientEnvironment: [:])
        }
    }

    private let descriptor: Int32

    /// Takes the lock; it is given back when the process ends, however it does.
    init(_ directory: DataDirectory) throws {
        descriptor = open(
            directory.file(DataDirectory.serverLockFile), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .notPermitted, "\(directory.file(DataDirectory.serverLockFile)): \(String(cString: strerror(errno)))")
        }
        guard Self.take(descriptor) else {
            guard let pid = Self.read(directory)?.pid else {
                throw Failure(
                    .conflict, "Another bangui serve or restore uses \(directory.path). Stop it, or wait for its end.")
            }
            throw Failure(.conflict, "Another bangui serve (pid \(pid)) uses \(directory.path). Stop it first.")
        }
    }

    /// Takes the lock within a few tries: another command holds it for a moment when it asks whether a server runs.
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<5 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(20_000)
        }
        return false
    }

    /// Writes down what this server guards.
    func write(_ server: Server) throws {
        let data = try JSONEncoder().encode(server)
        ftruncate(descriptor, 0)
        _ = data.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Forgets the server that had the lock before, for a holder that is none.
    func clear() { ftruncate(descriptor, 0) }

    /// The server that runs on a data directory; nil when none does. What another user wrote there names no program and no
    /// socket for whoever types a command: root's would run it.
    static func server(in directory: DataDirectory) -> Server? {
        let descriptor = open(directory.file(DataDirectory.serverLockFile), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Whoever can take the lock is alone: what the file says is of a server that is gone.
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let server = read(directory)
        return status.st_uid == Owner.whoTyped ? server : server.map { $0.withoutWays }
    }

    private static func read(_ directory: DataDirectory) -> Server? {
        FileManager.default.contents(atPath: directory.file(DataDirectory.serverLockFile)).flatMap {
            try? JSONDecoder().decode(Server.self, from: $0)
        }
    }
}
