import Foundation

/// Counts unix sockets as the kernel sees them.
enum SocketCount {
    /// Connections that a socket at the path accepted and that are open still; its listener is not counted. Lines of
    /// `/proc/net/unix`: address, references, protocol, flags, type, state (03 connected), inode, path.
    static func connected(to path: String) -> Int {
        let table = String(decoding: FileManager.default.contents(atPath: "/proc/net/unix") ?? Data(), as: UTF8.self)
        return table.split(separator: "\n").count { line in
            let fields = line.split(separator: " ")
            return fields.count == 8 && fields[5] == "03" && fields[7] == path
        }
    }
}
