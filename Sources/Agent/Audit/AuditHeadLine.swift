import Host

/// A line of the file of heads: the number of the entry (19 digits), its hash (64 hexadecimal digits), when the agent wrote it
/// (UTC epoch seconds, 12 digits) and for which user (10 digits), one space between.
enum AuditHeadLine {
    /// Bytes of a line with its end.
    static let length = 19 + 1 + 64 + 1 + 12 + 1 + 10 + 1

    /// Reads a line; nil for anything else.
    static func line(_ bytes: ArraySlice<UInt8>) -> AgentAuditLine? {
        let parts = bytes.dropLast().split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard bytes.count == length, bytes.last == 0x0a, parts.map(\.count) == [19, 64, 12, 10],
            let sequence = number(parts[0]), let at = number(parts[2]), let user = number(parts[3])
        else { return nil }
        var hash: [UInt8] = []
        for start in stride(from: parts[1].startIndex, to: parts[1].endIndex, by: 2) {
            guard let byte = UInt8(String(decoding: parts[1][start...(start + 1)], as: UTF8.self), radix: 16) else {
                return nil
            }
            hash.append(byte)
        }
        return AgentAuditLine(
            head: AgentAuditHead(sequence: sequence, hash: hash), at: at, user: UInt32(clamping: user))
    }

    /// The bytes of a line.
    static func bytes(_ line: AgentAuditLine) -> [UInt8] {
        let hash = line.head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let parts = [digits(line.head.sequence, 19), hash, digits(line.at, 12), digits(Int64(line.user), 10)]
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
