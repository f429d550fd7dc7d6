import Host

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Root's file of the heads of BanGUI's audit log: a line for each, only ever added, each on the disk before it is
/// acknowledged.
///
/// All lines have the same width, so that one is found by its place and half a line, left by a power cut, is known.
actor AuditHeadsFile {
    private let path: String
    private let now: @Sendable () -> Int64
    private var growth = AuditGrowth()

    /// Bytes of the file at most, some 600,000 heads: who has taken over the console shall not fill the disk.
    static let longest = 64 << 20

    init(path: String, now: @escaping @Sendable () -> Int64) {
        self.path = path
        self.now = now
    }

    /// Adds a head, whose number must be above the last one's; the last one once more changes nothing.
    func append(_ head: AgentAuditHead, by user: UInt32) throws(HostError) {
        try adding { (descriptor, count) throws(HostError) in
            if let last = try lastLine(of: count, descriptor) {
                if last.head == head { return }
                guard head.sequence > last.head.sequence else { throw Self.refusal(of: head, after: last) }
                try growth.take(head.sequence - last.head.sequence, since: last.at, at: now())
            } else if head.sequence > Self.largestFirst {
                throw .refused("no audit log has so many entries")
            }
            guard (count + 1) * AuditHeadLine.length <= Self.longest else {
                throw .refused("\(path) is full: move it to where it is safe, and a new one is begun")
            }
            try write(head, by: user, descriptor)
        }
    }

    /// The number of a first head, beside a log that was there before the agent.
    static let largestFirst: Int64 = 100_000_000

    /// Adds a head on root's word: the log goes on from it, whatever was added before, also where the file is full of what
    /// the console wrote.
    func vouch(for head: AgentAuditHead, by user: UInt32) throws(HostError) {
        try adding { (descriptor, _) throws(HostError) in try write(head, by: user, descriptor) }
    }

    /// The lines behind the first so many, as many as one answer holds; none where there is no file yet.
    func lines(after count: Int64) throws(HostError) -> AgentAuditLines {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return AgentAuditLines([], next: count, all: 0) }
            throw failure()
        }
        defer { close(descriptor) }
        let all = try size(descriptor) / AuditHeadLine.length
        let first = min(Int(clamping: count), all)
        let end = min(all, first + AgentLimits.auditHeads)
        let bytes = try read(first..<end, descriptor)
        var lines: [AgentAuditLine] = []
        for start in stride(from: 0, to: bytes.count, by: AuditHeadLine.length) {
            // What is no line tells nothing.
            AuditHeadLine.line(bytes[start..<(start + AuditHeadLine.length)]).map { lines.append($0) }
        }
        return AgentAuditLines(lines, next: max(count, Int64(end)), all: Int64(all))
    }

    /// Opens the file to add to it; `body` is given the number of its lines.
    private func adding(_ body: (Int32, Int) throws(HostError) -> Void) throws(HostError) {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        try body(descriptor, try wholeLines(descriptor))
    }

    private func write(_ head: AgentAuditHead, by user: UInt32, _ descriptor: Int32) throws(HostError) {
        let bytes = AuditHeadLine.bytes(AgentAuditLine(head: head, at: now(), user: user))
        guard bytes.withUnsafeBytes({ writeBytes(descriptor, $0) }) == bytes.count, fsync(descriptor) == 0 else {
            throw failure()
        }
    }

    private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func refusal(of head: AgentAuditHead, after last: AgentAuditLine) -> HostError {
        .refused(
            "root's file has number \(last.head.sequence) already, added for user \(last.user), and takes none that is not "
                + "above it but on root's word (sudo bangui audit accept)")
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

    private func lastLine(of count: Int, _ descriptor: Int32) throws(HostError) -> AgentAuditLine? {
        guard count > 0 else { return nil }
        return AuditHeadLine.line(try read((count - 1)..<count, descriptor)[...])
    }

    /// The bytes of some lines.
    private func read(_ lines: Range<Int>, _ descriptor: Int32) throws(HostError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: lines.count * AuditHeadLine.length)
        let count = bytes.withUnsafeMutableBytes {
            pread(descriptor, $0.baseAddress, $0.count, off_t(lines.lowerBound * AuditHeadLine.length))
        }
        guard count == bytes.count else { throw failure() }
        return bytes
    }

    private func failure() -> HostError { .unreadable(path: path, .other(String(cString: strerror(errno)))) }
}
