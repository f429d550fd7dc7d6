#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is known of a file without opening it: to open and close the database's own would take SQLite's locks from it.
struct FileFacts: Hashable, Sendable {
    var isFolder: Bool
    var isPlain: Bool
    var isLink: Bool
    var user: UInt32
    var group: UInt32
    /// The permission bits.
    var mode: UInt32
    var size: Int64
    /// UTC epoch seconds.
    var modifiedAt: Int64

    /// What came of a look at a path.
    enum Look: Hashable, Sendable {
        case there(FileFacts)
        case missing
        /// The system's words.
        case refused(String)

        var facts: FileFacts? {
            guard case .there(let facts) = self else { return nil }
            return facts
        }
    }

    /// Looks at `path`; a link is followed unless its own facts are asked for.
    static func look(_ path: String, followingLinks: Bool = true) -> Look {
        var status = stat()
        let code = followingLinks ? stat(path, &status) : lstat(path, &status)
        guard code == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .refused(systemMessage(errno))
        }
        #if canImport(Glibc)
        let modified = status.st_mtim.tv_sec
        #else
        let modified = status.st_mtimespec.tv_sec
        #endif
        let kind = status.st_mode & S_IFMT
        return .there(
            FileFacts(
                isFolder: kind == S_IFDIR, isPlain: kind == S_IFREG, isLink: kind == S_IFLNK, user: status.st_uid,
                group: status.st_gid, mode: UInt32(status.st_mode & 0o7777), size: Int64(status.st_size),
                modifiedAt: Int64(modified)))
    }

    /// The mode as `ls` and `chmod` have it, such as `0700`.
    var modeText: String { "0" + String(mode, radix: 8) }
    /// `user:group` by name.
    var ownerText: String { "\(SystemNames.user(user)):\(SystemNames.group(group))" }

    /// The beginning of a small file of the system; nil where it cannot be read.
    static func text(_ path: String, limit: Int = 65_536) -> String? {
        bytes(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The beginning of a file; nil where it cannot be read.
    static func bytes(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let wanted = min(chunk.count, limit - bytes.count)
            let count = chunk.withUnsafeMutableBytes { readBytes(descriptor, $0.baseAddress, wanted) }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// The names in a folder; nil where it cannot be read.
    static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }
}

/// What this process may do with a file, as the system says.
enum MayRead {
    static func file(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
