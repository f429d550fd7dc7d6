/// Whether a text or bytes can be a key.
enum SecretStrength {
    /// Fewer bytes can be guessed.
    static let leastBytes = 32
    /// 32 random bytes hold 30 different ones on average; fewer than 16 are no accident.
    static let leastDistinctBytes = 16

    /// What is wrong with a key.
    enum Weakness: Equatable, Sendable {
        case missing
        case short(bytes: Int)
        case repetitive(distinct: Int)
        case known
    }

    /// Reads the text of a key: at least 64 hexadecimal digits as the bytes they spell, anything else as it stands.
    static func key(_ text: String) -> Result<[UInt8], Rejection> {
        let text = Array(text.utf8).trimmingBlanks()
        guard !text.isEmpty else { return .failure(Rejection(.missing)) }
        let key = Hexadecimal.bytes(text).flatMap { $0.count >= leastBytes ? $0 : nil } ?? text
        if isKnown(text) { return .failure(Rejection(.known)) }
        guard key.count >= leastBytes else { return .failure(Rejection(.short(bytes: key.count))) }
        let distinct = Set(key).count
        guard distinct >= leastDistinctBytes else { return .failure(Rejection(.repetitive(distinct: distinct))) }
        return .success(key)
    }

    /// A weakness as an error.
    struct Rejection: Error, Equatable, Sendable {
        let weakness: Weakness
        init(_ weakness: Weakness) { self.weakness = weakness }
    }

    /// Texts that examples and forgotten templates hold, looked for anywhere in the key, in lower case.
    private static let knownTexts = [
        "changeme", "change-me", "change_me", "change this", "changethis", "your-secret", "your_secret", "yoursecret",
        "replace-me", "replace_me", "replaceme", "example", "default", "insecure", "placeholder", "secret-key",
        "secret_key", "secretkey", "supersecret", "super-secret", "password", "test-secret", "testsecret",
        "abcdefghijklmnop", "0123456789abcdef", "1234567890", "qwertyuiop", "deadbeefdeadbeef", "bangui",
    ]

    private static func isKnown(_ text: [UInt8]) -> Bool {
        let lowered = String(decoding: text, as: UTF8.self).lowercased()
        return knownTexts.contains { lowered.utf8.containsRun(of: Array($0.utf8)) }
    }
}

/// Two digits for each byte, in lower case.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nil where `text` is not made of pairs of digits.
    static func bytes(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

extension [UInt8] {
    /// Without blanks and line ends at both ends.
    fileprivate func trimmingBlanks() -> [UInt8] {
        var rest = drop { $0 <= 32 }
        while let last = rest.last, last <= 32 { rest = rest.dropLast() }
        return Array(rest)
    }
}

extension String.UTF8View {
    /// Whether `run` occurs, byte for byte.
    func containsRun(of run: [UInt8]) -> Bool {
        let bytes = Array(self)
        guard !run.isEmpty, bytes.count >= run.count else { return false }
        return (0...(bytes.count - run.count)).contains { bytes[$0..<($0 + run.count)].elementsEqual(run) }
    }
}
