#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which file it is and what state it is in, as far as `stat` tells: while none of it changes, neither does the text.
struct FileState: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    /// Nanoseconds since the epoch.
    var modified: Int64

    init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Glibc)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        #else
        modified = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
        #endif
    }
}

/// A file of the log that is open for reading; it stays the same one whatever its name becomes.
final class LogFile: Sendable {
    let path: String
    let name: LogFileName
    /// As it was when it was opened.
    let state: FileState
    private let descriptor: Int32

    /// Opens it; nil for what is no file, and for one that has gone meanwhile.
    init?(_ path: String, _ name: LogFileName) throws(LogFault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ELOOP { return nil }
            throw LogFault(path: path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, let state = FileState(status) else {
            Self.close(descriptor)
            return nil
        }
        self.path = path
        self.name = name
        self.state = state
        self.descriptor = descriptor
    }

    deinit { Self.close(descriptor) }

    /// Its length now.
    var size: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// The length of its text when it was opened; of a packed file what it says at its end, which can be wrong for one
    /// of over 4 GiB or of several members.
    var textSize: Int64 {
        guard name.isCompressed, state.size > 18 else { return state.size }
        var bytes: [UInt8] = [0, 0, 0, 0]
        let count = bytes.withUnsafeMutableBytes { (try? read(into: $0, at: state.size - 4)) ?? 0 }
        guard count == 4 else { return state.size }
        return bytes.reversed().reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Reads from an offset on and gives the count, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(LogFault) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            guard errno == EINTR else { throw LogFault(path: path) }
        }
    }

    private static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }
}

/// A file of the log that cannot be read, with the system's reason.
struct LogFault: Error, Equatable {
    var path: String
    var reason: String

    init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// Takes the reason from `errno`.
    init(path: String) {
        self.init(path: path, reason: String(cString: strerror(errno)))
    }
}
