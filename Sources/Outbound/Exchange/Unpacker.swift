internal import CZlib

/// Unpacks a gzipped body as it comes (RFC 1952), several members after one another included.
///
/// One exchange has it, and never two threads at a time.
final class Unpacker {
    private let stream: UnsafeMutablePointer<z_stream>
    private let room: UnsafeMutableRawBufferPointer
    /// Whether what came so far ends where a member ends.
    private(set) var isWhole = false

    /// Nil where zlib has no memory.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        room = .allocate(byteCount: 65_536, alignment: 1)
        // 15 bits of window and 16 for gzip (zlib.h, inflateInit2).
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        room.deallocate()
    }

    /// Hands on what `bytes` unpack to, at most 64 KiB at a time; gives false where they are damaged or `keep` has enough.
    func unpack(_ bytes: UnsafeRawBufferPointer, _ keep: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        // zlib only reads what its interface takes as changeable.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        while true {
            if isWhole {
                guard stream.pointee.avail_in > 0 else { return true }
                guard inflateReset(stream) == Z_OK else { return false }
                isWhole = false
            }
            stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(room.count)
            let code = inflate(stream, Z_NO_FLUSH)
            let count = room.count - Int(stream.pointee.avail_out)
            if count > 0, !keep(UnsafeRawBufferPointer(rebasing: room.prefix(count))) { return false }
            switch code {
            case Z_STREAM_END: isWhole = true
            case Z_OK: if stream.pointee.avail_in == 0, count < room.count { return true }
            // No way on without more bytes.
            case Z_BUF_ERROR: return stream.pointee.avail_in == 0
            default: return false
            }
        }
    }
}
