#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files of the system, read in pieces and up to a bound.
enum SystemFile {
    /// The bytes from an offset on, at most `limit`, default 4 MiB; nil when the file cannot be read.
    static func bytes(_ path: String, from offset: Int64 = 0, limit: Int = 4 << 20) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 { return nil }
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while all.count < limit {
            let count = read(descriptor, &chunk, min(chunk.count, limit - all.count))
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            all += chunk[..<count]
        }
        return all
    }

    /// The text of a whole file, up to 4 MiB.
    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    /// Which file is at the path, and how long it is now; nil when there is none, or it is not a regular file.
    static func identity(_ path: String) -> (inode: UInt64, size: Int64)? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return (UInt64(status.st_ino), Int64(status.st_size))
    }
}
