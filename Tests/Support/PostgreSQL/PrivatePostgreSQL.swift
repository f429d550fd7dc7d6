import Foundation
import Synchronization

/// A PostgreSQL server of this process alone, which ends with it however it ends.
public final class PrivatePostgreSQL: Sendable {
    /// Why there is no server.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The address of its first database.
    public let url: String
    /// The process that started the server and removes it when `lifeline` closes.
    private let keeper: pid_t
    private let lifeline: Mutex<FileHandle?>
    /// Databases that were made and not asked for yet, by what they are copies of.
    private let stock = Mutex<[String: [String]]>([:])

    private static let made = Mutex<Result<PrivatePostgreSQL, any Error>?>(nil)

    /// The server that the tests of this process share, started when it is first asked for.
    public static func shared() throws -> PrivatePostgreSQL {
        try made.withLock { made in
            let result = made ?? Result { try PrivatePostgreSQL() }
            made = result
            return try result.get()
        }
    }

    /// Starts a server with settings such as `fsync=on`, and waits until it answers.
    public init(_ settings: [String] = []) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        // No other program that the tests start may hold the lifeline too.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: repositoryRoot + "/Tests/postgresql/serve")
        process.arguments = settings
        let standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        process.standardInput = standardInput
        process.standardOutput = output
        let lifeline = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        try process.run()
        try? standardInput.close()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        guard !line.isEmpty else {
            throw Failure(description: "Tests/postgresql/serve did not start a server; see its words above")
        }
        url = String(decoding: line, as: UTF8.self)
        keeper = process.processIdentifier
        self.lifeline = Mutex(lifeline)
    }

    /// Stops the server and removes all it has; returns when it is gone, by force after a minute.
    public func stop() {
        lifeline.withLock { handle in
            try? handle?.close()
            handle = nil
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while kill(keeper, 0) == 0 {
            if ContinuousClock.now > deadline { kill(keeper, SIGKILL) }
            usleep(5_000)
        }
    }

    /// The address of a new database of this server: an empty one, or a copy of one that nobody is connected to.
    public func newDatabase(like template: String? = nil) throws -> String {
        try stock.withLock { stock in
            let template = template.flatMap { URL(string: $0)?.lastPathComponent } ?? "template1"
            if stock[template]?.isEmpty ?? true { stock[template] = try makeDatabases(of: template) }
            return stock[template]?.popLast() ?? ""
        }
    }

    /// Makes several at once, which takes hardly longer than one.
    private func makeDatabases(of template: String) throws -> [String] {
        let names = (0..<12).map { _ in "test_\(UInt64.random(in: 0...UInt64.max))" }
        let commands = names.flatMap { ["-c", "CREATE DATABASE \($0) TEMPLATE \(template) STRATEGY file_copy"] }
        try psql(commands + [url])
        return names.map { url.replacing("/postgres?", with: "/\($0)?") }
    }

    /// Runs statements by `psql` on the first database, or another, and gives what it prints: values without decoration.
    @discardableResult
    public func query(_ sql: String, on url: String? = nil) throws -> String {
        try psql(["-c", sql, url ?? self.url])
    }

    @discardableResult
    private func psql(_ arguments: [String]) throws -> String {
        let result = try runProgram(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1"] + arguments)
        guard result.status == 0 else { throw Failure(description: result.errors) }
        return result.output
    }
}
