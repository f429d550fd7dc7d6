/// A version of fail2ban, such as `1.0.2` or `1.1.2.dev1`.
public struct Fail2banVersion: Hashable, Sendable {
    /// The text as the daemon says it.
    public let text: String
    /// The leading numbers of it, such as `[1, 1, 2]`.
    public let numbers: [Int]

    /// Takes a version as the daemon says it; what is no number ends the comparison.
    public init(_ text: String) {
        self.text = text
        var numbers: [Int] = []
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let number = Int(String(decoding: part, as: UTF8.self)) else { break }
            numbers.append(number)
        }
        self.numbers = numbers
    }

    /// Whether this is the given version or a later one.
    public func isAtLeast(_ major: Int, _ minor: Int, _ patch: Int = 0) -> Bool {
        let mine = numbers + Array(repeating: 0, count: max(0, 3 - numbers.count))
        return (mine[0], mine[1], mine[2]) >= (major, minor, patch)
    }

    /// Whether `status --all stats` gives every jail's counters in one command (since 1.1.0).
    public var hasStatistics: Bool { isAtLeast(1, 1) }

    /// Whether `status JAIL short` exists, which leaves the list of bans out (since 0.11.2).
    public var hasShortStatus: Bool { isAtLeast(0, 11, 2) }

    /// Whether BanGUI was tested with it: 0.11.2 up to 1.1.
    public var isTested: Bool { isAtLeast(0, 11, 2) && !isAtLeast(1, 2) }
}

extension Fail2banVersion: CustomStringConvertible {
    /// The text as the daemon says it.
    public var description: String { text }
}
