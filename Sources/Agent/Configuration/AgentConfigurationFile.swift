#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The file with root's word: `/etc/bangui/agent.conf`.
public enum AgentConfigurationFile {
    /// Where it is looked for.
    public static let usualPath = "/etc/bangui/agent.conf"

    /// Bytes that it may have.
    private static let longest = 64 << 10

    /// The configuration in the file; the defaults, which are closed, where there is none. A file that another than root
    /// could write, and any line that is not understood, is a fault: nobody shall believe that something holds that does
    /// not.
    public static func load(_ path: String) throws(AgentConfigurationFault) -> AgentConfiguration {
        guard let bytes = try content(path) else { return AgentConfiguration() }
        return try AgentConfiguration(parsing: String(decoding: bytes, as: UTF8.self), path: path)
    }

    private static func content(_ path: String) throws(AgentConfigurationFault) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw fault(path, String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(path, String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= longest else {
            throw fault(path, "it is no plain file of settings; look at what it is, and correct it")
        }
        try check(status, path, "chown root \(path) && chmod go-w \(path)")
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard stat(folder, &status) == 0 else { throw fault(folder, String(cString: strerror(errno))) }
        try check(status, folder, "chown root \(folder) && chmod go-w \(folder)")
        return try read(descriptor, path)
    }

    private static func check(
        _ status: stat, _ path: String, _ remedy: String
    ) throws(AgentConfigurationFault) {
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw fault(path, "it belongs to user \(status.st_uid), who could decide what root does: \(remedy)")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw fault(path, "others than root may write to it, and could decide what root does: \(remedy)")
        }
    }

    private static func read(_ descriptor: Int32, _ path: String) throws(AgentConfigurationFault) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while all.count <= longest {
            let count = chunk.withUnsafeMutableBytes { Self.read(descriptor, $0) }
            guard count >= 0 else { throw fault(path, String(cString: strerror(errno))) }
            guard count > 0 else { break }
            all += chunk[..<count]
        }
        return all
    }

    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
        Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func fault(_ path: String, _ words: String) -> AgentConfigurationFault {
        AgentConfigurationFault(path: path, words: words)
    }
}
