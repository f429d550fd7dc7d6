/// A text that people read: a key for translators and the English words. `{0}`, `{1}` stand for what is filled in.
struct Text: Sendable {
    let key: StaticString
    let english: StaticString

    init(_ key: StaticString, _ english: StaticString) {
        self.key = key
        self.english = english
    }
}

/// A language that the pages speak.
enum Language: String, Sendable, CaseIterable {
    case english = "en"

    /// The words of `text` with `values` filled in.
    func words(_ text: Text, _ values: [String]) -> String {
        let pattern = "\(text.english)"
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
