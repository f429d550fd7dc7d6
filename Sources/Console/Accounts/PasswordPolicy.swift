/// Which passwords are taken (NIST SP 800-63B, ASVS 5.0 6.2): long enough, not well known, not the name of something at
/// hand. No rules of composition, nothing is cut off.
public struct PasswordPolicy: Sendable {
    /// The fewest characters; 15 are recommended.
    public static let leastCharacters = 8
    /// What the form recommends.
    public static let recommendedCharacters = 15
    /// The most bytes in UTF-8.
    public static let mostBytes = 1024

    /// Why a password is not taken.
    public enum Fault: Error, Hashable, Sendable {
        /// Fewer than 8 characters.
        case tooShort
        /// More than 1024 bytes.
        case tooLong
        /// Among the best known, also with digits or signs around.
        case common
        /// One character, or a run such as 12345678, over and over.
        case monotonous
        /// Little more than the word, which anyone can guess here.
        case context(String)
    }

    /// Words that everybody knows here: the product and the host.
    let words: [String]

    /// - Parameter hostName: the machine's name, whose parts count as known words.
    public init(hostName: String) {
        words = ["bangui", "fail2ban"] + hostName.lowercased().split { $0 == "." }.map(String.init)
    }

    /// The first fault of `password` for the account of that name; nil where it can be taken.
    public func fault(of password: String, userName: String) -> Fault? {
        guard password.utf8.count <= Self.mostBytes else { return .tooLong }
        let scalars = Array(NormalForm.canonical(password).unicodeScalars)
        guard scalars.count >= Self.leastCharacters else { return .tooShort }
        if Self.isMonotonous(scalars) { return .monotonous }
        let folded = NormalForm.canonical(password.lowercased())
        if CommonPasswords.contain(folded) { return .common }
        for word in words + [userName.lowercased()] where Self.isLittleMore(folded, than: word) {
            return .context(word)
        }
        return nil
    }

    /// All scalars alike, or each one above or below the one before by one; `abcabcabc` by its repeated part as well.
    private static func isMonotonous(_ scalars: [Unicode.Scalar]) -> Bool {
        let values = scalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        if let first = steps.first, abs(first) <= 1, steps.allSatisfy({ $0 == first }) { return true }
        return (2...4).contains { period in
            values.indices.dropFirst(period).allSatisfy { values[$0] == values[$0 - period] }
        }
    }

    /// Whether fewer than 8 characters are left when the word is taken out.
    private static func isLittleMore(_ folded: String, than word: String) -> Bool {
        let word = Array(word.unicodeScalars)
        guard word.count >= 3 else { return false }
        var rest = Array(folded.unicodeScalars)
        var found = false
        var index = 0
        while index + word.count <= rest.count {
            if rest[index..<(index + word.count)].elementsEqual(word) {
                rest.removeSubrange(index..<(index + word.count))
                found = true
            } else {
                index += 1
            }
        }
        return found && rest.count < leastCharacters
    }
}

extension PasswordPolicy.Fault: CustomStringConvertible {
    /// What is wrong, for the form.
    public var description: String {
        switch self {
        case .tooShort: "The password needs at least 8 characters; 15 or more are better."
        case .tooLong: "The password has more than 1024 bytes."
        case .common: "This password is among the best known. Choose another."
        case .monotonous: "This password is one character or a run over and over. Choose another."
        case .context(let word): "The password is little more than \"\(word)\". Choose another."
        }
    }
}
