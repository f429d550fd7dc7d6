import Foundation

/// fail2ban as the distribution packs it, unpacked into a folder and never installed.
public struct Fail2banTree: Sendable {
    /// The folder that holds `usr`, `etc` and so on.
    public let path: String

    /// The tree that `BANGUI_TEST_FAIL2BAN` names, or else the package of Debian, fetched once into `.cache`.
    public static func unpacked() throws -> Fail2banTree {
        if let path = ProcessInfo.processInfo.environment["BANGUI_TEST_FAIL2BAN"], !path.isEmpty {
            return Fail2banTree(path: path)
        }
        let cache = repositoryRoot + "/.cache"
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        let tree = cache + "/fail2ban"
        try withFileLock(cache + "/fail2ban.lock") {
            if !FileManager.default.fileExists(atPath: tree) { try fetch(to: tree, in: cache) }
        }
        return Fail2banTree(path: tree)
    }

    private static func fetch(to tree: String, in cache: String) throws {
        let scratch = cache + "/fail2ban.part"
        try? FileManager.default.removeItem(atPath: scratch)
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let download = try runProgram(["apt-get", "download", "fail2ban"], folder: scratch)
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch)
        guard let package = files.first(where: { $0.hasSuffix(".deb") }) else {
            throw HarnessError.noPackage(download.errors)
        }
        let unpacking = try runProgram(["dpkg", "-x", scratch + "/" + package, scratch + "/tree"])
        guard unpacking.status == 0 else { throw HarnessError.noPackage(unpacking.errors) }
        try FileManager.default.moveItem(atPath: scratch + "/tree", toPath: tree)
        try? FileManager.default.removeItem(atPath: scratch)
    }

    /// The environment in which its programs find their modules.
    public var environment: [String: String] {
        ["PYTHONPATH": path + "/usr/lib/python3/dist-packages", "PYTHONDONTWRITEBYTECODE": "1"]
    }

    /// The words that run one of its programs, such as `fail2ban-client`.
    public func program(_ name: String) -> [String] { ["/usr/bin/python3", path + "/usr/bin/" + name] }
}

/// Why the harness cannot give a daemon.
public enum HarnessError: Error {
    case noPackage(String)
    case notReady(String)
}
