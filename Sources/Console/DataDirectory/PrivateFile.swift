#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why a file that only the service may read was not read or written.
public enum PrivateFileError: Error, Equatable, Sendable {
    /// A symbolic link or something else that is no plain file.
    case notPlain(path: String)
    /// Owned by another user.
    case foreignOwner(path: String, owner: UInt32)
    /// Readable or writable by the group or the world; `mode` holds the permission bits.
    case openToOthers(path: String, mode: UInt32)
    /// Larger than any file of this kind.
    case tooLarge(path: String)
    /// The system refused, in its words.
    case failed(path: String, String)
}

extension PrivateFileError: CustomStringConvertible {
    /// One line: the file, what is wrong, the remedy.
    public var description: String {
        switch self {
        case .notPlain(let path): "\(path): is not a plain file; replace it by one"
        case .foreignOwner(let path, let owner):
            geteuid() == 0
                ? "\(path): belongs to user \(owner); run this as that user"
                : "\(path): belongs to user \(owner), not to the user of this service; "
                    + "run: chown \(geteuid()) '\(path)'"
        case .openToOthers(let path, let mode):
            "\(path): others may read it (mode \(String(mode, radix: 8))); run: chmod 600 '\(path)'"
        case .tooLarge(let path): "\(path): is too large to be what its name says"
        case .failed(let path, let words): "\(path): \(words)"
        }
    }
}

/// Files that nobody but the owner may read, replaced as a whole or not at all.
enum PrivateFile {
    /// No file of this kind comes near it.
    static let limit = 65_536

    /// What is known of an opened or named file.
    struct Status {
        let bytes: [UInt8]
        /// Epoch seconds of the last change of the content.
        let modifiedAt: Int64
    }

    /// The content, or nil where there is no such file; anything but an own file of mode 0600 is refused.
    static func read(_ path: String) throws(PrivateFileError) -> Status? {
        try read(path, allowing: check)
    }

    /// The content of a credential, or nil where there is no such file. It is root's file, which systemd opens to the
    /// service by an access list (whose mask stands where the rights of the group are); anything that others may read is
    /// refused.
    static func readCredential(_ path: String) throws(PrivateFileError) -> [UInt8]? {
        try read(path) { descriptor, path throws(PrivateFileError) in
            let status = try plain(descriptor, path)
            guard status.st_uid == 0 || status.st_uid == geteuid() else {
                throw .foreignOwner(path: path, owner: status.st_uid)
            }
            guard status.st_mode & 0o027 == 0 else {
                throw .openToOthers(path: path, mode: UInt32(status.st_mode & 0o7777))
            }
            return status
        }?.bytes
    }

    private static func read(
        _ path: String, allowing check: (Int32, String) throws(PrivateFileError) -> stat
    ) throws(PrivateFileError) -> Status? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: return nil
            case ELOOP: throw .notPlain(path: path)
            default: throw .failed(path: path, systemMessage(errno))
            }
        }
        defer { close(descriptor) }
        let status = try check(descriptor, path)
        let bytes = try content(descriptor, path)
        #if canImport(Glibc)
        return Status(bytes: bytes, modifiedAt: Int64(status.st_mtim.tv_sec))
        #else
        return Status(bytes: bytes, modifiedAt: Int64(status.st_mtimespec.tv_sec))
        #endif
    }

    private static func plain(_ descriptor: Int32, _ path: String) throws(PrivateFileError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(path: path, systemMessage(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain(path: path) }
        return status
    }

    private static func check(_ descriptor: Int32, _ path: String) throws(PrivateFileError) -> stat {
        let status = try plain(descriptor, path)
        guard status.st_uid == geteuid() else { throw .foreignOwner(path: path, owner: status.st_uid) }
        guard status.st_mode & 0o077 == 0 else {
            throw .openToOthers(path: path, mode: UInt32(status.st_mode & 0o7777))
        }
        return status
    }

    static func content(_ descriptor: Int32, _ path: String) throws(PrivateFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let wanted = bytes.count - count
            let step = bytes.withUnsafeMutableBytes { buffer in
                readBytes(descriptor, buffer.baseAddress?.advanced(by: count), wanted)
            }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { throw .failed(path: path, systemMessage(errno)) }
            if step == 0 { break }
            count += step
        }
        guard count <= limit else { throw .tooLarge(path: path) }
        return Array(bytes[..<count])
    }

    /// Writes aside in the same folder with mode 0600, to the disk, and renames: the file is whole or untouched.
    static func write(_ bytes: [UInt8], to path: String) throws(PrivateFileError) {
        let aside = path + ".new"
        unlink(aside)
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed(path: aside, systemMessage(errno)) }
        do {
            try fill(descriptor, with: bytes, aside)
        } catch {
            close(descriptor)
            unlink(aside)
            throw error
        }
        close(descriptor)
        try rename(aside, to: path)
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8], _ path: String) throws(PrivateFileError) {
        var count = 0
        while count < bytes.count {
            let step = bytes.withUnsafeBytes { buffer in
                writeBytes(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { throw .failed(path: path, systemMessage(errno)) }
            count += step
        }
        // The umask may only take bits away; the mode is said again for a file system that added some.
        guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
            throw .failed(path: path, systemMessage(errno))
        }
    }

    /// Renames within one folder and brings the folder to the disk.
    static func rename(_ old: String, to new: String) throws(PrivateFileError) {
        guard renameFile(old, new) == 0 else { throw .failed(path: new, systemMessage(errno)) }
        try flushFolder(of: new)
    }

    /// Removes the file; a missing one is fine.
    static func remove(_ path: String) throws(PrivateFileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .failed(path: path, systemMessage(errno)) }
        try flushFolder(of: path)
    }

    /// Brings the names in the folder of `path` to the disk.
    static func flushFolder(of path: String) throws(PrivateFileError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(path: folder, systemMessage(errno)) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed(path: folder, systemMessage(errno)) }
    }
}
