/// The fields of an HTML form or of a query, in their order; a name may occur more than once.
struct FormFields: Equatable, Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    static func == (left: FormFields, right: FormFields) -> Bool {
        left.pairs.elementsEqual(right.pairs) { isSame($0.name, $1.name) && isSame($0.value, $1.value) }
    }

    /// Takes the pairs as they are.
    init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// Reads `application/x-www-form-urlencoded` (WHATWG URL, 5.1); bytes that are no UTF-8 become U+FFFD.
    init(parsing bytes: some Sequence<UInt8>) {
        for part in Array(bytes).split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((Self.decode(halves[0]), halves.count > 1 ? Self.decode(halves[1]) : ""))
        }
    }

    /// The first value of a name; nil where there is none.
    subscript(_ name: String) -> String? {
        pairs.first { Self.isSame($0.name, name) }?.value
    }

    /// Every value of a name.
    func all(_ name: String) -> [String] {
        pairs.filter { Self.isSame($0.name, name) }.map(\.value)
    }

    /// By bytes: to Swift, texts of other bytes are equal where Unicode calls them equivalent.
    private static func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    private static func decode(_ part: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(32)
            } else if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(PercentDecoding.value),
                let low = rest.dropFirst().first.flatMap(PercentDecoding.value)
            {
                rest = rest.dropFirst(2)
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
