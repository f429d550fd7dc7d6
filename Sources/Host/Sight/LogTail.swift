import Fail2ban

/// What the last lines of a log tell in numbers; none of their words leaves the machine.
public struct LogTail: Hashable, Codable, Sendable {
    /// Lines that begin with a time.
    public var dated: Int
    /// The time of the last line that has one, in UTC epoch seconds.
    public var newest: Int64?
    /// Whether that line names its zone, so that no other is assumed.
    public var namesZone: Bool
    /// Seconds from the first of these times to the last.
    public var span: Int64
    /// The longest time between two of these lines, in seconds.
    public var longestPause: Int64
    /// Lines in which a service tells of a failure from an address that the jail does not ignore, the last ones.
    public var failures: [FailureLine]

    /// A line in which a service tells of a failure.
    public struct FailureLine: Hashable, Codable, Sendable {
        /// Where it ends in the file.
        public var end: Int64
        /// Which of `FailureWords.all` it has, one bit each.
        public var words: UInt32

        /// Takes each part as it is.
        public init(end: Int64, words: UInt32) {
            self.end = end
            self.words = words
        }
    }

    /// Bytes of a file that are looked at.
    static let longest: Int64 = 65_536
    /// Lines of failures that are told of.
    private static let mostFailures = 200
    /// Lines at the end of which the latest time is taken: several processes write out of order.
    private static let latest = 20

    /// Takes each part as it is.
    public init(
        dated: Int = 0, newest: Int64? = nil, namesZone: Bool = false, span: Int64 = 0, longestPause: Int64 = 0,
        failures: [FailureLine] = []
    ) {
        self.dated = dated
        self.newest = newest
        self.namesZone = namesZone
        self.span = span
        self.longestPause = longestPause
        self.failures = failures
    }

    /// Reads the end of a file, which begins at `offset` of it.
    init(_ bytes: [UInt8], at offset: Int64, zone: ZoneRules, now: Int64, isIgnored: (IPAddress) -> Bool) {
        var moments: [(at: Int64, namesZone: Bool)] = []
        var failures: [FailureLine] = []
        var start = 0
        if offset > 0 { start = (bytes.firstIndex(of: 0x0a) ?? bytes.count) + 1 }
        while start < bytes.count, let end = bytes[start...].firstIndex(of: 0x0a) {
            let line = bytes[start..<end]
            start = end + 1
            if let time = LineTime(in: line, now: now) {
                moments.append((time.moment(in: zone), time.offset != nil))
            }
            let words = FailureWords.bits(in: line)
            if words & FailureWords.telling != 0, FailureWords.addresses(in: line).contains(where: { !isIgnored($0) }) {
                failures.append(FailureLine(end: offset + Int64(end + 1), words: words))
            }
        }
        let sorted = moments.map(\.at).sorted()
        let newest = moments.suffix(Self.latest).max { $0.at < $1.at }
        self.init(
            dated: moments.count, newest: newest?.at, namesZone: newest?.namesZone ?? false,
            span: (sorted.last ?? 0) - (sorted.first ?? 0),
            longestPause: zip(sorted, sorted.dropFirst()).map { $1 - $0 }.max() ?? 0,
            failures: failures.suffix(Self.mostFailures))
    }
}

/// The words by which services tell of a failed try to come in, and by which expressions look for them.
public enum FailureWords {
    /// In small letters. The first ones are what a filter may look for; the others say by themselves that someone failed.
    public static let all = [
        "fail", "invalid", "denied", "password", "auth", "login", "refused", "unknown user", "not allowed", "incorrect",
        "failed password", "authentication fail", "auth failed", "login failed", "failed login", "invalid user",
        "password mismatch", "login attempt failed", "authentication error", "incorrect password", "bad password",
        "wrong password", "login incorrect", "no such user", "user not found", "invalid credentials",
    ]
    private static let words = all.map { Array($0.utf8) }
    /// How many of them are single words.
    private static let plain = 10
    /// The bits of those that say it by themselves.
    static let telling: UInt32 = ((1 << UInt32(all.count)) - 1) & ~((1 << UInt32(plain)) - 1)
    /// The bits of the single words.
    public static let stems: UInt32 = (1 << UInt32(plain)) - 1

    /// Which words a text has, one bit each.
    public static func bits(in text: some Sequence<UInt8>) -> UInt32 {
        let small = text.map { (65...90).contains($0) ? $0 + 32 : $0 }
        var bits: UInt32 = 0
        for (index, word) in words.enumerated() where contains(small, word) { bits |= 1 << UInt32(index) }
        return bits
    }

    private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        return text.withUnsafeBufferPointer { text in
            for start in 0...(text.count - word.count) where text[start] == word[0] {
                var index = 1
                while index < word.count, text[start + index] == word[index] { index += 1 }
                if index == word.count { return true }
            }
            return false
        }
    }

    /// The addresses that a line names.
    static func addresses(in line: ArraySlice<UInt8>) -> [IPAddress] {
        let isPart: (UInt8) -> Bool = {
            (48...58).contains($0) || (65...70).contains($0) || (97...102).contains($0) || $0 == UInt8(ascii: ".")
        }
        return line.split { !isPart($0) }.compactMap { word in
            var word = word.drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
            if let dot = word.firstIndex(of: UInt8(ascii: ".")), let colon = word.firstIndex(of: UInt8(ascii: ":")),
                dot < colon
            {
                word = word[..<colon]
            }
            while let last = word.last, last == UInt8(ascii: ":") || last == UInt8(ascii: ".") { word.removeLast() }
            guard (3...45).contains(word.count) else { return nil }
            return IPAddress(String(decoding: word, as: UTF8.self))
        }
    }
}
