import Console
import Foundation

/// Root at another user's data directory: the command goes on as that user.
///
/// Files that root made there would keep the server out, and what lies there is not for root to trust: a database's
/// path in it could name any file of the machine.
enum Owner {
    /// The user who typed the command, whatever it went on as.
    static let whoTyped = getuid()

    /// Becomes the owner of the folder, for good, where root runs the command and the folder is another's.
    static func become(of directory: DataDirectory) throws {
        var status = stat()
        guard geteuid() == 0, stat(directory.path, &status) == 0, status.st_uid != 0 else { return }
        // What is done from here on is still root's doing.
        _ = Author.commandLine
        let entry = getpwuid(status.st_uid)
        let group = entry?.pointee.pw_gid ?? status.st_gid
        let isGrouped = entry.map { initgroups($0.pointee.pw_name, group) == 0 } ?? (setgroups(0, nil) == 0)
        guard isGrouped, setgid(group) == 0, setuid(status.st_uid) == 0 else {
            throw Failure(
                .notPermitted,
                "\(directory.path) belongs to user \(status.st_uid), who cannot be acted for: "
                    + String(cString: strerror(errno)))
        }
    }
}
