#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why a `.env` file cannot be used.
public enum DotEnvFileError: Error, Equatable, Sendable {
    /// A line cannot be read.
    case line(path: String, DotEnv.Failure)
    /// It holds the session key and others may read it; `mode` holds the permission bits.
    case secretOpenToOthers(path: String, mode: UInt32)
    /// Someone else than root or this program's user can write to it, and so could decide what runs as root.
    case writableByOthers(path: String, owner: UInt32, mode: UInt32)
    /// More than 64 KiB, or no plain file.
    case notSettings(path: String)
    /// The system refused, in its words.
    case failed(path: String, String)
}

extension DotEnv {
    /// Reads the file at `path`; nil where there is none. A file that holds the session key must be its owner's only.
    public static func load(_ path: String) throws(DotEnvFileError) -> DotEnv? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .failed(path: path, systemMessage(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(path: path, systemMessage(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notSettings(path: path) }
        let isOwn = status.st_uid == 0 || status.st_uid == geteuid()
        guard isOwn, status.st_mode & 0o022 == 0 else {
            throw .writableByOthers(path: path, owner: status.st_uid, mode: UInt32(status.st_mode & 0o7777))
        }
        let file = try parse(descriptor, path)
        let secrets = [SettingKey.sessionSecret, .databaseURL].map(\.environmentName)
        let holdsSecret = file.entries.contains { secrets.contains($0.name) }
        guard !holdsSecret || status.st_mode & 0o077 == 0 else {
            throw .secretOpenToOthers(path: path, mode: UInt32(status.st_mode & 0o7777))
        }
        return file
    }

    private static func parse(_ descriptor: Int32, _ path: String) throws(DotEnvFileError) -> DotEnv {
        let bytes: [UInt8]
        do throws(PrivateFileError) {
            bytes = try PrivateFile.content(descriptor, path)
        } catch .tooLarge {
            throw .notSettings(path: path)
        } catch {
            throw .failed(path: path, error.description)
        }
        do throws(DotEnv.Failure) {
            return try DotEnv(parsing: String(decoding: bytes, as: UTF8.self), at: path)
        } catch {
            throw .line(path: path, error)
        }
    }
}

extension DotEnvFileError: CustomStringConvertible {
    /// One line: the file, what is wrong, the remedy.
    public var description: String {
        switch self {
        case .line(let path, let failure): "\(path): \(failure)"
        case .secretOpenToOthers(let path, let mode):
            "\(path): holds BANGUI_SESSION_SECRET or BANGUI_DATABASE_URL and others may read it (mode \(String(mode, radix: 8))); "
                + "run: chmod 600 '\(path)'"
        case .writableByOthers(let path, let owner, let mode):
            "\(path): belongs to user \(owner) with mode \(String(mode, radix: 8)), so others could decide what runs; "
                + "run elsewhere, or: chown root '\(path)' && chmod go-w '\(path)'"
        case .notSettings(let path): "\(path): is no file of settings; correct or remove it"
        case .failed(let path, let words): "\(path): \(words)"
        }
    }
}
