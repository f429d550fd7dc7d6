#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The ports of the machine's SSH server.
enum SSHPorts {
    /// The texts of OpenSSH's configuration, where they can be read.
    static func files() -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        var paths = ["/etc/ssh/sshd_config"]
        if glob("/etc/ssh/sshd_config.d/*.conf", 0, nil, &found) == 0 {
            paths += (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
        }
        return paths.compactMap(SystemFile.text)
    }

    /// Port 22 and every `Port N` (sshd_config(5)): a session may be older than the file.
    static func configured(in files: [String]) -> Set<Int> {
        var ports: Set = [22]
        for line in files.joined(separator: "\n").utf8.split(separator: 0x0a) {
            let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "=") }
            guard words.count >= 2, String(decoding: words[0], as: UTF8.self).lowercased() == "port",
                let port = Int(String(decoding: words[1], as: UTF8.self))
            else { continue }
            ports.insert(port)
        }
        return ports
    }
}
