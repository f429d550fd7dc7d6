#if canImport(Glibc)
import Glibc
#endif

/// The log files of the demo's services: appended to, and rotated by size.
struct LogFiles: Sendable {
    /// The folder that holds them.
    let folder: String
    /// A file that has grown beyond this many bytes becomes `NAME.1`.
    var largest: Int64 = 4 << 20

    /// Appends the attempts' lines, each file in one write.
    func append(_ attempts: [Attempt]) throws(DemoError) {
        for (service, attempts) in Dictionary(grouping: attempts, by: \.service) {
            try append(attempts.map(LogLines.text).joined(), to: folder + "/" + service.logName)
        }
    }

    private func append(_ text: String, to path: String) throws(DemoError) {
        var facts = stat()
        if stat(path, &facts) == 0, Int64(facts.st_size) > largest { rename(path, path + ".1") }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DemoError.notWritable(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw DemoError.notWritable(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
