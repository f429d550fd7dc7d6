/// What the name of a file of the log tells: the one that is written, or a rotation (logrotate(8)).
enum LogFileName: Hashable, Sendable {
    /// `fail2ban.log`.
    case current
    /// `fail2ban.log.3`, older the greater the number.
    case numbered(Int, isCompressed: Bool)
    /// `fail2ban.log-20261121`, also with more digits after it, such as an hour or seconds since the epoch.
    case dated(String, isCompressed: Bool)

    /// Reads the name of a file beside the log; nil for a file that is none of its rotations.
    init?(_ name: String, of log: String) {
        guard name.utf8.starts(with: log.utf8) else { return nil }
        var rest = Array(name.utf8.dropFirst(log.utf8.count))
        if rest.isEmpty {
            self = .current
            return
        }
        let ending = Array(".gz".utf8)
        let isCompressed = rest.count > ending.count && rest.suffix(ending.count).elementsEqual(ending)
        if isCompressed { rest.removeLast(ending.count) }
        let digits = rest.dropFirst()
        let isDigit: (UInt8) -> Bool = { (48...57).contains($0) }
        let isDivider: (UInt8) -> Bool = { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        let text = String(decoding: digits, as: UTF8.self)
        if rest[0] == UInt8(ascii: "."), (1...6).contains(digits.count), digits.allSatisfy(isDigit),
            let number = Int(text)
        {
            self = .numbered(number, isCompressed: isCompressed)
        } else if rest[0] == UInt8(ascii: "-"), digits.filter(isDigit).count >= 6, digits.first.map(isDigit) == true,
            digits.allSatisfy({ isDigit($0) || isDivider($0) })
        {
            self = .dated(text, isCompressed: isCompressed)
        } else {
            return nil
        }
    }

    /// Whether a file is a rotation that another program than gzip packed, which nobody reads here.
    static func isStrange(_ name: String, of log: String) -> Bool {
        for ending in [".xz", ".bz2", ".zst", ".lz4"] where name.utf8.reversed().starts(with: ending.utf8.reversed()) {
            let rest = String(decoding: name.utf8.dropLast(ending.utf8.count), as: UTF8.self)
            if let rotation = LogFileName(rest, of: log) { return rotation != .current && !rotation.isCompressed }
        }
        return false
    }

    /// Whether it has to be unpacked.
    var isCompressed: Bool {
        switch self {
        case .current: false
        case .numbered(_, let isCompressed), .dated(_, let isCompressed): isCompressed
        }
    }
}
