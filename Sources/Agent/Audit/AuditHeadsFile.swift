import Host

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Root's file of the heads of BanGUI's audit log: a line for each, only ever added, each on the disk before it is
/// acknowledged.
///
/// All lines have the same width, so that one is found by its number and half a line, left by a power cut, is known.
actor AuditHeadsFile {
    private let path: String
    private let now: @Sendable () -> Int64

    /// Bytes of the file at most, some 600,000 heads: who has taken over the console shall not fill the disk.
    static let longest = 64 << 20

    init(path: String, now: @escaping @Sendable () -> Int64) {
        self.path = path
        self.now = now
    }

    /// Adds a head, whose number must be above all others; the last one once more changes nothing.
    func append(_ head: AgentAuditHead, by user: UInt32) throws(HostError) {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        let count = try wholeLines(descriptor)
        if count > 0, let last = try line(count - 1, descriptor) {
            if last.head == head { return }
            guard head.sequence > last.head.sequence else {
                throw .refused("the file of the audit log's heads has number \(last.head.sequence) already")
            }
        }
        guard (count + 1) * AuditHeadLine.length <= Self.longest else {
            throw .refused("\(path) is full: move it to where it is safe, and a new one is begun")
        }
        let bytes = AuditHeadLine(head: head, at: now(), user: user).bytes
        guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count,
            fsync(descriptor) == 0
        else { throw failure() }
    }

    /// The heads after a number, as many as one answer holds; none where there is no file yet.
    func heads(after sequence: Int64) throws(HostError) -> [AgentAuditHead] {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw failure()
        }
        defer { close(descriptor) }
        let count = try size(descriptor) / AuditHeadLine.length
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if try (line(middle, descriptor)?.head.sequence ?? 0) > sequence { high = middle } else { low = middle + 1 }
        }
        var heads: [AgentAuditHead] = []
        for number in low..<min(count, low + AgentLimits.auditHeads) {
            if let line = try line(number, descriptor) { heads.append(line.head) }
        }
        return heads
    }

    /// The number of lines, after half a line at the end was taken away.
    private func wholeLines(_ descriptor: Int32) throws(HostError) -> Int {
        let size = try size(descriptor)
        let count = size / AuditHeadLine.length
        if size > count * AuditHeadLine.length, ftruncate(descriptor, off_t(count * AuditHeadLine.length)) != 0 {
            throw failure()
        }
        return count
    }

    private func size(_ descriptor: Int32) throws(HostError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, .other("no plain file")) }
        return Int(status.st_size)
    }

    private func line(_ number: Int, _ descriptor: Int32) throws(HostError) -> AuditHeadLine? {
        var bytes = [UInt8](repeating: 0, count: AuditHeadLine.length)
        let count = bytes.withUnsafeMutableBytes {
            pread(descriptor, $0.baseAddress, $0.count, off_t(number * AuditHeadLine.length))
        }
        guard count == bytes.count else { throw failure() }
        return AuditHeadLine(bytes)
    }

    private func failure() -> HostError { .unreadable(path: path, .other(String(cString: strerror(errno)))) }
}
