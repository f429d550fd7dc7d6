import CZlib

/// The text of a gzipped file, unpacked piece by piece from the beginning on (RFC 1952), several members after one
/// another included.
///
/// Unchecked: one reading has it at a time, handed on with the positions it belongs to.
final class GzipStream: @unchecked Sendable {
    /// Bytes of the text that were given so far.
    private(set) var offset: Int64 = 0

    private let file: LogFile
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var inputOffset: Int64 = 0
    private var hasEnded = false

    init(_ file: LogFile) throws(LogFault) {
        self.file = file
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: 65_536, alignment: 1)
        // 15 bits of window and 16 for gzip (zlib.h, inflateInit2).
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw LogFault(path: file.path, reason: "cannot be unpacked: code \(code)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Gives the next bytes of the text and their count, 0 at the end; a file that is damaged or cut ends there.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogFault) -> Int {
        guard !hasEnded, buffer.count > 0 else { return 0 }
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(buffer.count)
        while stream.pointee.avail_out > 0 {
            if stream.pointee.avail_in == 0, try !fill() {
                hasEnded = true
                break
            }
            let code = inflate(stream, Z_NO_FLUSH)
            if code == Z_STREAM_END {
                // Another member may follow; anything else after the end is padding.
                guard try hasMember(), inflateReset(stream) == Z_OK else {
                    hasEnded = true
                    break
                }
            } else if code != Z_OK {
                hasEnded = true
                break
            }
        }
        let count = buffer.count - Int(stream.pointee.avail_out)
        offset += Int64(count)
        return count
    }

    private func fill() throws(LogFault) -> Bool {
        let count = try file.read(into: input, at: inputOffset)
        inputOffset += Int64(count)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        return count > 0
    }

    private func hasMember() throws(LogFault) -> Bool {
        if stream.pointee.avail_in == 0, try !fill() { return false }
        return stream.pointee.next_in.pointee == 0x1f
    }
}
