import Crypto
import Fail2ban

/// The beginning of a generation of the log, by which it is known under any name, packed or not.
struct LogHead: Hashable, Sendable {
    /// The first 16 bytes of the SHA-256 of all up to the end of the first line with a time.
    var generation: [UInt8]
    /// Bytes up to the end of that line.
    var length: Int
    /// The time of that line.
    var stamp: LogStamp

    /// Bytes in which the first line with a time has to end: before it there can be the rest of a line that was cut.
    private static let longest = 1 << 20

    /// Reads the beginning of a file; nil while it has no whole line with a time.
    init?(_ file: LogFile) throws(LogFault) {
        var text = try LogText(file, from: 0)
        var bytes: [UInt8] = []
        var lineStart = 0
        var chunk = 4096
        while bytes.count < Self.longest {
            let searched = bytes.count
            guard try Self.append(from: &text, chunk, to: &bytes) else { return nil }
            var index = searched
            while let newline = bytes[index...].firstIndex(of: 0x0a) {
                if let stamp = LogStamp(bytes.span.extracting(lineStart..<newline)) {
                    self.init(bytes[...newline], stamp)
                    return
                }
                index = newline + 1
                lineStart = index
            }
            chunk = 65_536
        }
        return nil
    }

    private init(_ bytes: ArraySlice<UInt8>, _ stamp: LogStamp) {
        generation = Array(SHA256.hash(data: bytes).prefix(16))
        length = bytes.count
        self.stamp = stamp
    }

    /// Whether the file still begins with it.
    func begins(_ file: LogFile) throws(LogFault) -> Bool { try LogHead(file)?.generation == generation }

    private static func append(
        from text: inout LogText, _ count: Int, to bytes: inout [UInt8]
    ) throws(LogFault) -> Bool {
        let start = bytes.count
        bytes += [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer -> Result<Int, LogFault> in
            do throws(LogFault) {
                return .success(try text.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...])))
            } catch {
                return .failure(error)
            }
        }
        let read = try result.get()
        bytes.removeLast(count - read)
        return read > 0
    }
}
