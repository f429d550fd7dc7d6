import Host

/// A line of the file of heads: the number of the entry (19 digits), its hash (64 hexadecimal digits), when the agent wrote it
/// (UTC epoch seconds, 12 digits) and for which user (10 digits), one space between.
struct AuditHeadLine: Hashable {
    var head: AgentAuditHead
    var at: Int64
    var user: UInt32

    /// Bytes of a line with its end.
    static let length = 19 + 1 + 64 + 1 + 12 + 1 + 10 + 1

    init(head: AgentAuditHead, at: Int64, user: UInt32) {
        self.head = head
        self.at = at
        self.user = user
    }

    /// Reads a line; nil for anything else.
    init?(_ bytes: [UInt8]) {
        let parts = bytes.dropLast().split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard bytes.count == Self.length, bytes.last == 0x0a, parts.map(\.count) == [19, 64, 12, 10],
            let sequence = Self.number(parts[0]), let at = Self.number(parts[2]), let user = Self.number(parts[3])
        else { return nil }
        var hash: [UInt8] = []
        for start in stride(from: parts[1].startIndex, to: parts[1].endIndex, by: 2) {
            guard let byte = UInt8(String(decoding: parts[1][start...(start + 1)], as: UTF8.self), radix: 16) else {
                return nil
            }
            hash.append(byte)
        }
        self.init(
            head: AgentAuditHead(sequence: sequence, hash: hash), at: at, user: UInt32(clamping: user))
    }

    /// The line.
    var bytes: [UInt8] {
        let hash = head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let parts = [Self.digits(head.sequence, 19), hash, Self.digits(at, 12), Self.digits(Int64(user), 10)]
        return Array((parts.joined(separator: " ") + "\n").utf8)
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let digits = String(max(0, number))
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        digits.allSatisfy { (48...57).contains($0) } ? Int64(String(decoding: digits, as: UTF8.self)) : nil
    }
}
