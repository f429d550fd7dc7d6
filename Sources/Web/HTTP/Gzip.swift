import CZlib
import NIOCore

/// Bytes packed as gzip (RFC 1952), by zlib.
enum Gzip {
    /// How much time is spent: 9 packs the most, 1 is the quickest (zlib.h, deflateInit2).
    enum Effort: Int32 {
        case once = 9
        case eachTime = 4
    }

    /// The packed bytes; nil where zlib has no memory for it.
    static func packed(_ bytes: ByteBuffer, _ effort: Effort) -> ByteBuffer? {
        var stream = z_stream()
        // 15 bits of window and 16 for gzip; 8 is zlib's usual use of memory.
        let code = deflateInit2_(
            &stream, effort.rawValue, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.readableBytes)))
        var packed = ByteBufferAllocator().buffer(capacity: bound)
        var isWhole = false
        packed.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { room in
            bytes.withUnsafeReadableBytes { text in
                // zlib only reads what its interface takes as changeable.
                stream.next_in = UnsafeMutablePointer(mutating: text.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(text.count)
                stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(room.count)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            return room.count - Int(stream.avail_out)
        }
        return isWhole ? packed : nil
    }
}
