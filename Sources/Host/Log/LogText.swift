/// The text of one file of the log from an offset on, packed or not.
enum LogText {
    case plain(LogFile, offset: Int64)
    case packed(GzipStream)

    /// The text from `offset` on.
    init(_ file: LogFile, from offset: Int64) throws(LogFault) {
        guard file.name.isCompressed else {
            self = .plain(file, offset: offset)
            return
        }
        self = .packed(try GzipStream(file))
        try pass(to: offset)
    }

    /// Gives the next bytes and their count, 0 at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogFault) -> Int {
        switch self {
        case .plain(let file, let offset):
            let count = try file.read(into: buffer, at: offset)
            self = .plain(file, offset: offset + Int64(count))
            return count
        case .packed(let stream): return try stream.read(into: buffer)
        }
    }

    private func pass(to offset: Int64) throws(LogFault) {
        guard case .packed(let stream) = self, stream.offset < offset else { return }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 1)
        defer { buffer.deallocate() }
        while stream.offset < offset {
            let wanted = Int(min(Int64(buffer.count), offset - stream.offset))
            guard try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])) > 0 else { return }
        }
    }
}
