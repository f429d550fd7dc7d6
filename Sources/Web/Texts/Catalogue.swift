import CAssets
import FoundationEssentials

/// The words of one language as its translators wrote them, in two files of `Assets/texts`: the words of each key, and
/// those for sentences that the rooms below the pages make.
struct Catalogue: Sendable {
    /// The words by the key of their text.
    let words: [String: String]
    let phrases: Phrases

    /// German; read once, when someone first wants it.
    static let german = Catalogue(tag: "de")

    /// Reads what was embedded for a language; what cannot be read is as if not translated.
    init(tag: String) {
        words = Self.pairs("\(tag).json") ?? [:]
        phrases = Phrases(Self.pairs("\(tag).phrases.json") ?? [:])
    }

    /// The pairs of a file; nil where there is none, or no object of texts.
    static func pairs(_ file: String) -> [String: String]? {
        for index in 0..<bangui_text_count {
            let asset = bangui_text_at(index).pointee
            guard String(cString: asset.name) == file else { continue }
            return try? JSONDecoder().decode([String: String].self, from: Data(bytes: asset.bytes, count: asset.count))
        }
        return nil
    }
}
