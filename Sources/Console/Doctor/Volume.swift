#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The file system in which a folder lies, or will lie.
struct Volume: Hashable {
    enum Kind: Hashable { case disk, memory, network, layered }

    var freeBytes: Int64
    var freeInodes: Int64
    /// 0 where the file system counts none.
    var inodes: Int64
    var kind: Kind
    /// Its name, such as `ext4`.
    var name: String

    /// Whether so little is left that soon nothing can be stored.
    var isFull: Bool { freeBytes < 64 << 20 || (inodes > 0 && freeInodes < 1000) }

    /// Asks for that of `path`, or of the nearest folder above it that exists.
    init?(holding path: String) {
        var path = path
        while case .missing = FileFacts.look(path) {
            guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else {
                path = "/"
                break
            }
            path = String(path[..<slash])
        }
        var space = statvfs()
        guard statvfs(path, &space) == 0 else { return nil }
        freeBytes = Int64(clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize)).0)
        freeInodes = Int64(clamping: UInt64(space.f_favail))
        inodes = Int64(clamping: UInt64(space.f_files))
        name = Self.fileSystem(of: path, in: FileFacts.text("/proc/self/mountinfo", limit: 1 << 20) ?? "")
        kind = Self.kind(of: name)
    }

    /// The file system of the nearest mount at or above `path` (proc(5), mountinfo); of two at one place the last is seen.
    static func fileSystem(of path: String, in mounts: String) -> String {
        let resolved = realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        let path = Array((resolved ?? path).utf8)
        var best = (length: -1, name: "?")
        for line in mounts.utf8.split(separator: 0x0a) {
            let fields = line.split(separator: 0x20)
            guard fields.count > 4, let dash = fields.firstIndex(where: { $0.elementsEqual("-".utf8) }),
                dash + 1 < fields.count
            else { continue }
            let mount = Array(fields[4])
            let isAbove = mount == [0x2f] || path == mount || path.starts(with: mount + [0x2f])
            if isAbove, mount.count >= best.length {
                best = (mount.count, String(decoding: fields[dash + 1], as: UTF8.self))
            }
        }
        return best.name
    }

    private static func kind(of name: String) -> Kind {
        switch name {
        case "tmpfs", "ramfs": .memory
        case "nfs", "nfs4", "cifs", "smb3", "ceph", "9p", "fuse.sshfs", "glusterfs", "virtiofs": .network
        case "overlay", "fuse.fuse-overlayfs": .layered
        default: .disk
        }
    }
}
