/// How far one generation of the daemon's log has been taken in.
///
/// A generation is what was written between two rotations, under whatever name and compressed or not. In the system's
/// journal it is a series of numbers, and the parts mean what `JournalPosition` says; whoever stores positions need not know.
public struct LogPosition: Hashable, Codable, Sendable {
    /// Its fingerprint: the first 16 bytes of the SHA-256 of all up to the end of its first line with a time.
    public var generation: [UInt8]
    /// The device on which it was last seen; a hint that saves reading its beginning again.
    public var device: UInt64
    /// The inode by which it was last seen there, likewise.
    public var inode: UInt64
    /// Bytes of its uncompressed text that were taken in, always up to the end of a line.
    public var offset: Int64
    /// The time of the last line taken in, in UTC epoch milliseconds: tells the two passes of a repeated hour apart.
    public var lastTime: Int64?

    /// Takes each part as it is.
    public init(generation: [UInt8], device: UInt64, inode: UInt64, offset: Int64, lastTime: Int64?) {
        self.generation = generation
        self.device = device
        self.inode = inode
        self.offset = offset
        self.lastTime = lastTime
    }
}
