import Foundation

/// fail2ban as the distribution packs it, unpacked into a folder and never installed.
public struct Fail2banTree: Sendable {
    /// The folder that holds `usr`, `etc` and so on.
    public let path: String

    /// The package of a release, fetched once into `.cache`; in place of the usual one, the tree that
    /// `BANGUI_TEST_FAIL2BAN` names.
    public static func unpacked(_ release: Fail2banRelease = .usual) throws -> Fail2banTree {
        let named = ProcessInfo.processInfo.environment["BANGUI_TEST_FAIL2BAN"] ?? ""
        if release == .usual, !named.isEmpty { return Fail2banTree(path: named) }
        let tree = "\(repositoryRoot)/.cache/fail2ban-\(release.version)"
        if !FileManager.default.fileExists(atPath: tree) {
            let fetching = try runProgram([repositoryRoot + "/Tests/fail2ban/fetch"], folder: repositoryRoot)
            guard FileManager.default.fileExists(atPath: tree) else { throw HarnessError.noPackage(fetching.errors) }
        }
        return Fail2banTree(path: tree)
    }

    /// The environment in which its programs find their modules, and names that this Python no longer has.
    public var environment: [String: String] {
        [
            "PYTHONPATH": repositoryRoot + "/Tests/fail2ban/python:" + path + "/usr/lib/python3/dist-packages",
            "PYTHONDONTWRITEBYTECODE": "1",
        ]
    }

    /// The words that run one of its programs, such as `fail2ban-client`.
    public func program(_ name: String) -> [String] { ["/usr/bin/python3", path + "/usr/bin/" + name] }
}

/// Why the harness cannot give a daemon.
public enum HarnessError: Error {
    case noPackage(String)
    case notReady(String)
}
