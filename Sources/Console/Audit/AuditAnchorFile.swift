public import Storage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Heads of the audit log in a file of the data directory, a line for each: number and hash.
///
/// Whoever can change the database can change this file as well: it finds what was lost, or swapped by someone who did not
/// know of it, such as an old copy of the database, and no more. The agent keeps heads in a file of root's.
public struct AuditAnchorFile: AuditAnchor {
    /// The file's path.
    public let place: String

    /// The console's own user keeps it.
    public let isIndependent = false

    /// Names the file of a data directory; nothing is touched yet.
    public init(_ directory: DataDirectory) { place = directory.file(DataDirectory.auditHeadsFile) }

    /// Adds a line in one write, so that a line is whole or absent.
    public func append(_ head: AuditHead) async throws(AuditAnchorError) {
        let descriptor = open(place, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        let line = Array((head.line + "\n").utf8)
        let count = line.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) }
        guard count == line.count else { throw failure() }
    }

    /// The heads of all whole lines; none where there is no file yet.
    public func heads() async throws(AuditAnchorError) -> [AnchoredHead] {
        let descriptor = open(place, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw failure()
        }
        defer { close(descriptor) }
        var heads: [AnchoredHead] = []
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { readBytes(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw failure() }
            guard count > 0 else { return heads }
            for byte in buffer[..<count] {
                guard byte == UInt8(ascii: "\n") else {
                    if line.count < 128 { line.append(byte) }
                    continue
                }
                // What is no head, such as half a line before a power cut, tells nothing.
                if let head = AuditHead(line: line) { heads.append(AnchoredHead(head)) }
                line.removeAll(keepingCapacity: true)
            }
        }
    }

    private func failure() -> AuditAnchorError { AuditAnchorError("\(place): \(systemMessage(errno))") }
}

extension AuditHead {
    /// A head as a number, a space and 64 hexadecimal digits; nil for anything else.
    init?(line: [UInt8]) {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(String(decoding: parts[0], as: UTF8.self)), sequence > 0,
            let hash = Hexadecimal.bytes(Array(parts[1])), hash.count == AuditHash.size
        else { return nil }
        self.init(sequence: sequence, hash: hash)
    }

    /// Its number and hash as a line has them.
    var line: String { "\(sequence) \(Hexadecimal.text(hash))" }
}
