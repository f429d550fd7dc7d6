import FoundationEssentials

#if canImport(Glibc)
import Glibc
#endif

/// The one folder that the demo writes to, and where each thing lies in it.
struct DemoFolder: Sendable, Equatable {
    /// The folder, absolute and without symbolic links.
    let path: String

    /// The unpacked package.
    var package: String { path + "/fail2ban" }
    /// The configuration directory that the daemon reads.
    var configuration: String { path + "/etc" }
    /// The folder of the log files that the jails watch.
    var logs: String { path + "/logs" }
    /// The daemon's own log.
    var daemonLog: String { path + "/fail2ban.log" }
    /// What the daemon printed while it started.
    var daemonOutput: String { path + "/fail2ban.out" }
    /// The daemon's database.
    var database: String { path + "/fail2ban.sqlite3" }
    /// The daemon's pid file.
    var pidFile: String { path + "/fail2ban.pid" }
    /// Where the only action of the demo appends a line for each ban and unban.
    var actionRecord: String { path + "/actions.log" }
    /// The program that starts the daemon and ends it when its standard input ends.
    var launcher: String { path + "/launch.py" }
    /// The temporary folder made for the socket, where one was needed; for the next start to remove.
    var socketRecord: String { path + "/socket-folder" }
    /// What the package client printed.
    var packageOutput: String { path + "/package.out" }

    /// Makes the folder (0700) where it is missing and finds its real path.
    init(making path: String) throws(DemoError) {
        try Self.makeDirectory(path)
        guard let real = realpath(path, nil) else {
            throw DemoError.notWritable(path: path, reason: String(cString: strerror(errno)))
        }
        defer { free(real) }
        self.path = String(cString: real)
        guard self.path.utf8.allSatisfy(Self.isPlain) else { throw DemoError.unsuitableFolder(self.path) }
        try Self.makeDirectory(logs)
    }

    /// Makes a directory and its parents (0700); one that exists is left as it is.
    static func makeDirectory(_ path: String) throws(DemoError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DemoError.notWritable(path: path, reason: "\(error)")
        }
    }

    /// Writes a text file in one step.
    static func write(_ text: String, to path: String) throws(DemoError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw DemoError.notWritable(path: path, reason: "\(error)")
        }
    }

    /// Removes what is there; nothing there is no fault.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The last `count` lines of a text file; empty when it cannot be read.
    static func lastLines(_ count: Int, of path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "" }
        return String(decoding: data, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true).suffix(count).joined(separator: "\n")
    }

    /// Bytes that mean nothing to ConfigParser, fail2ban's list of log paths, glob and the shell's single quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"%'\"*?[]<>;".utf8.contains(byte)
    }
}
