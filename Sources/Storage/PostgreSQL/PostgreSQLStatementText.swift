/// A statement in PostgreSQL's spelling: parameters by number instead of by name.
///
/// Texts in quotes, quoted names, comments and casts (`::`) are passed over; a name that comes twice has one number.
struct PostgreSQLStatementText {
    /// The statement with `$1`, `$2` … in place of `:name`.
    let sql: String
    /// The names of the parameters, in the order of their numbers.
    let names: [String]

    init(_ text: String) {
        var scanner = Scanner(Array(text.utf8))
        scanner.run()
        sql = String(decoding: scanner.output, as: UTF8.self)
        names = scanner.names
    }
}

/// Reads a statement once from its beginning to its end.
private struct Scanner {
    private let input: [UInt8]
    private var place = 0
    private(set) var output: [UInt8] = []
    private(set) var names: [String] = []

    init(_ input: [UInt8]) {
        self.input = input
        output.reserveCapacity(input.count)
    }

    mutating func run() {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""): copyQuoted(byte)
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): copy { $0 == UInt8(ascii: "\n") }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): copyComment()
            case UInt8(ascii: ":") where peek(1) == UInt8(ascii: ":"): copy(2)
            case UInt8(ascii: ":") where peek(1).map(Self.isOfName) ?? false: takeName()
            default: copy(1)
            }
        }
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        place + offset < input.count ? input[place + offset] : nil
    }

    private mutating func copy(_ count: Int) {
        let end = min(place + count, input.count)
        output.append(contentsOf: input[place..<end])
        place = end
    }

    /// Copies up to a byte, which stays.
    private mutating func copy(until isEnd: (UInt8) -> Bool) {
        while let byte = peek(), !isEnd(byte) { copy(1) }
    }

    /// A quote within is written twice, which reads as the end of one text and the beginning of the next.
    private mutating func copyQuoted(_ quote: UInt8) {
        copy(1)
        copy { $0 == quote }
        copy(1)
    }

    private mutating func copyComment() {
        copy(2)
        while place < input.count, !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { copy(1) }
        copy(2)
    }

    private mutating func takeName() {
        var end = place + 1
        while end < input.count, Self.isOfName(input[end]) { end += 1 }
        let name = String(decoding: input[place + 1..<end], as: UTF8.self)
        place = end
        if !names.contains(name) { names.append(name) }
        let number = (names.firstIndex(of: name) ?? 0) + 1
        output.append(contentsOf: "$\(number)".utf8)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
