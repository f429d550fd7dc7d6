internal import Crypto

/// A token as its owner is shown it once: what it is, then 256 random bits and 24 bits by which a slip of the pen is known
/// without asking the database, as 56 digits of Crockford's base 32 in lower case.
enum TokenText {
    /// What a token is, by which tools that look for secrets in files know it too.
    enum Kind: String {
        /// A token that a person made.
        case personal = "bgt_"
        /// A token by which the session of a program goes on.
        case refresh = "bgr_"
    }

    /// 256 bits.
    static let tokenSize = 32
    static let checkSize = 3
    static let digitCount = 56

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func text(_ token: [UInt8], _ kind: Kind = .personal) -> String {
        let bytes = token + check(token, kind)
        var digits: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 5) {
            let word = bytes[start..<start + 5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            for shift in stride(from: UInt64(35), through: 0, by: -5) {
                digits.append(alphabet[Int(word >> shift & 31)])
            }
        }
        return kind.rawValue + String(decoding: digits, as: UTF8.self)
    }

    /// The random bytes; nil for what is no token of ours, in the one spelling that each has.
    static func token(of text: String, _ kind: Kind = .personal) -> [UInt8]? {
        let prefix = kind.rawValue.utf8
        let digits = text.utf8.dropFirst(prefix.count)
        guard text.utf8.starts(with: prefix), digits.count == digitCount else { return nil }
        var bytes: [UInt8] = []
        var word: UInt64 = 0
        for (index, digit) in digits.enumerated() {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            word = word << 5 | UInt64(value)
            guard index % 8 == 7 else { continue }
            bytes += stride(from: UInt64(32), through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
            word = 0
        }
        let token = Array(bytes.prefix(tokenSize))
        return Array(bytes.suffix(checkSize)) == check(token, kind) ? token : nil
    }

    /// What is stored in place of a token: nobody finds 256 random bits by their hash.
    static func hash(_ token: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: token)) }

    private static func check(_ token: [UInt8], _ kind: Kind) -> [UInt8] {
        Array(SHA256.hash(data: Array(kind.rawValue.utf8) + token).prefix(checkSize))
    }
}
