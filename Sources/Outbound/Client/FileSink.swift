#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes a body to a file that is open already; who opened it closes it, and renames it once all came.
public final class FileSink: OutboundSink {
    /// Why it cannot be written.
    public struct Fault: Error, CustomStringConvertible {
        /// The system's number for it.
        public let code: Int32
        /// The system's words for it.
        public var description: String { String(cString: strerror(code)) }
    }

    private let descriptor: Int32

    /// Writes to a descriptor of a regular file, from its beginning.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Empties the file.
    public func begin() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, Int32(SEEK_SET)) == 0 else {
            throw Fault(code: errno)
        }
    }

    /// Writes the piece.
    public func take(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Fault(code: errno) }
            rest = rest.dropFirst(count)
        }
    }
}
