/// A language that the pages speak; the raw value is its tag (BCP 47).
enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// Its own name for itself.
    var ownName: String {
        switch self {
        case .english: "English"
        case .german: "Deutsch"
        }
    }

    /// What its translators wrote; nil for English, which stands in the program.
    var catalogue: Catalogue? {
        switch self {
        case .english: nil
        case .german: .german
        }
    }

    /// What stands between groups of three digits.
    var digitSeparator: UInt8 {
        switch self {
        case .english: UInt8(ascii: ",")
        case .german: UInt8(ascii: ".")
        }
    }

    /// The words of `text` with `values` filled in; English where they are not translated.
    func words(_ text: Text, _ values: [String]) -> String {
        Self.fill(catalogue?.words["\(text.key)"] ?? "\(text.english)", values)
    }

    /// The words for a sentence that the rooms below made; as it is where there are none.
    func phrase(_ sentence: String) -> String { catalogue?.phrases.words(for: sentence) ?? sentence }

    /// A pattern with values at its places.
    static func fill(_ pattern: String, _ values: [String]) -> String {
        guard !values.isEmpty else { return pattern }
        var filled: [UInt8] = []
        var rest = pattern.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "{"), rest.count >= 2, let digit = rest.first, (48...57).contains(digit),
                values.indices.contains(Int(digit - 48))
            {
                filled += values[Int(digit - 48)].utf8
                rest = rest.dropFirst(2)
            } else {
                filled.append(byte)
            }
        }
        return String(decoding: filled, as: UTF8.self)
    }
}

extension Language {
    /// The language that a browser would like best (RFC 9110, 12.5.4); English where it names none of ours.
    init(accepting header: String?) {
        let wishes = (header ?? "").utf8.split(separator: UInt8(ascii: ",")).prefix(32).compactMap(Wish.init)
        // Of equal wishes the first counts.
        let best = wishes.reversed().max { $0.weight < $1.weight }
        self = best.flatMap { Language(rawValue: $0.tag) } ?? .english
    }

    /// A language that we speak, and how much it is wanted, in thousandths.
    private struct Wish {
        var tag: String
        var weight: Int

        init?(_ text: Substring.UTF8View) {
            let parts = text.filter { $0 != 32 && $0 != 9 }.split(separator: UInt8(ascii: ";"))
            guard let range = parts.first else { return nil }
            let primary = range.prefix { $0 != UInt8(ascii: "-") }
            tag = String(decoding: primary, as: UTF8.self).lowercased()
            weight = 1000
            if let quality = parts.dropFirst().first(where: { $0.starts(with: "q=".utf8) }) {
                guard let value = Double(String(decoding: quality.dropFirst(2), as: UTF8.self)), value > 0 else {
                    return nil
                }
                weight = Int(min(value, 1) * 1000)
            }
            guard Language(rawValue: tag) != nil else { return nil }
        }
    }
}
