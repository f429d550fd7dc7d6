/// A text that people read: a key for translators and the English words. `{0}`, `{1}` stand for what is filled in.
struct Text: Sendable {
    let key: StaticString
    let english: StaticString

    init(_ key: StaticString, _ english: StaticString) {
        self.key = key
        self.english = english
    }
}
