import Console
import Foundation

/// The console that `./install` has made a service of this machine.
enum Installed {
    /// Its settings, which root alone may read.
    static let settings = "/etc/bangui/bangui.env"
    /// What stands in them, read once: a command of root's that goes on as the owner of the data could not read it again.
    private static let read = Result<DotEnv?, DotEnvFileError> { () throws(DotEnvFileError) in try DotEnv.load(settings)
    }
    private static let key = "/etc/bangui/session-secret"
    private static let home = "/var/lib/bangui"

    /// What stands in its settings; nil where it is not installed, or where another data directory was named.
    ///
    /// - Parameter named: the data directory that was named; nil where none was. Whoever names the console's own and may not
    ///   read its settings goes on without them.
    static func file(for named: String?) throws -> DotEnv? {
        if let named {
            guard parts(of: named) == parts(of: home) else { return nil }
            return try? read.get()
        }
        switch read {
        case .success(let file): return file
        case .failure(.failed):
            throw Failure(
                .notPermitted,
                "BanGUI is a service of this machine, whose settings only root may read: run this with sudo, or name "
                    + "another data directory with --data-dir.")
        case .failure(let error): throw error
        }
    }

    private static func parts(of path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != [UInt8(ascii: ".")] }
    }

    /// Whether a folder is that of its data, and its key is given to it by systemd.
    static func isHome(_ directory: DataDirectory) -> Bool {
        directory.path == home && FileManager.default.fileExists(atPath: key)
    }
}
