internal import Glibc

/// The lines of a file, a piece at a time, so that a large one takes little memory.
enum FileLines {
    private static let piece = 1 << 18
    /// No line of any such file is longer.
    private static let longest = 4096

    /// Gives `body` each line without its end, in order.
    static func each(
        of path: String, limit: Int, _ body: (ArraySlice<UInt8>) throws(GeoDataError) -> Void
    ) throws(GeoDataError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(words(errno)) }
        defer { close(descriptor) }
        var (buffer, held, total) = ([UInt8](repeating: 0, count: piece + longest), 0, 0)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: held), piece) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(words(errno)) }
            total += count
            guard total <= limit else { throw .tooLarge(limit) }
            let end = held + count
            var start = 0
            while let line = buffer[start..<end].firstIndex(of: 0x0a) {
                try body(buffer[start..<line])
                start = line + 1
            }
            if count == 0 {
                if start < end { try body(buffer[start..<end]) }
                return
            }
            guard end - start <= longest else { throw .malformed(line: 0) }
            buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
            held = end - start
        }
    }

    /// Epoch seconds of the last change of a file; nil where it cannot be seen.
    static func changed(_ path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_mtim.tv_sec) : nil
    }

    private static func words(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
