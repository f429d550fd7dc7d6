/// What the lines of a request's head say of the request's form; each line is checked as it comes.
///
/// Stricter than RFC 9112 allows one to be: what two programs may read in two ways (a bare line feed, a folded line, two
/// lengths) is no request here, so that a proxy in front and the parser behind cannot disagree on where one ends.
struct RequestHead {
    /// How the body ends.
    enum Body: Equatable {
        case none, chunked
        case length(Int)
    }

    /// Whether the connection ends with the answer.
    private(set) var isLast = false
    private(set) var fields = 0
    /// Whether the client waits for a word before it sends the body (RFC 9110, 10.1.1); of HTTP/1.0 that is passed over.
    var waitsForWord: Bool { isWaiting && !isOld }
    private var isWaiting = false
    private var isOld = false
    private var hosts = 0
    private var length: Int?
    private var isChunked = false

    /// Reads the request line, without its end.
    init(_ line: Slice<UnsafeRawBufferPointer>) throws(RequestFault) {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw .malformed("The first line is a method, a path and HTTP/1.1, with one blank between them.")
        }
        guard parts[2].count == 8, parts[2].starts(with: "HTTP/".utf8) else {
            throw .malformed("The first line ends with HTTP/1.1.")
        }
        isOld = parts[2].elementsEqual("HTTP/1.0".utf8)
        guard isOld || parts[2].elementsEqual("HTTP/1.1".utf8) else { throw .unknownVersion }
        try RequestTarget.check(parts[1])
        guard Self.methods.contains(where: { parts[0].elementsEqual($0.utf8) }) else { throw .unknownMethod }
        isLast = isOld
    }

    /// Reads a field's line, without its end.
    mutating func add(_ line: Slice<UnsafeRawBufferPointer>) throws(RequestFault) {
        fields += 1
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(Self.isToken)
        else { throw .malformed("A header field is a name, a colon right behind it and a value, on one line.") }
        guard line[colon...].allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7f) }) else {
            throw .malformed("A header field holds a control character.")
        }
        try note(line[..<colon], Self.trimmed(line[(colon + 1)...]))
    }

    /// How the body ends, when all fields have been read.
    func body() throws(RequestFault) -> Body {
        guard hosts == 1 || (hosts == 0 && isOld) else { throw .malformed("Send the header Host, once.") }
        guard !isChunked || (length == nil && !isOld) else {
            throw .malformed("A body has either a Content-Length or, in HTTP/1.1, a Transfer-Encoding.")
        }
        return isChunked ? .chunked : length.map { $0 == 0 ? .none : .length($0) } ?? .none
    }

    private mutating func note(
        _ name: Slice<UnsafeRawBufferPointer>, _ value: Slice<UnsafeRawBufferPointer>
    ) throws(RequestFault) {
        switch name.count {
        case 4 where Self.isSame(name, "host"): hosts += 1
        case 6 where Self.isSame(name, "expect"):
            guard Self.isSame(value, "100-continue") else { throw .unknownExpectation }
            isWaiting = true
        case 7 where Self.isSame(name, "upgrade"): isLast = true
        case 10 where Self.isSame(name, "connection"):
            let words = value.split(separator: UInt8(ascii: ","))
            isLast = isLast || words.contains { Self.isSame(Self.trimmed($0), "close") }
        case 14 where Self.isSame(name, "content-length"):
            guard length == nil, let number = Self.number(value) else {
                throw .malformed("Content-Length is one number, once.")
            }
            length = number
        case 17 where Self.isSame(name, "transfer-encoding"):
            guard !isChunked, Self.isSame(value, "chunked") else {
                throw .malformed("The only Transfer-Encoding is chunked, once.")
            }
            isChunked = true
        default: break
        }
    }

    /// Those of RFC 9110 and 5789 but for CONNECT; what each address takes of them, its route says.
    private static let methods = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]

    /// Whether a byte may be part of a field's name (RFC 9110, 5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: "!#$%&'*+.^_`|~".utf8.contains(byte)
        }
    }

    private static func trimmed(_ value: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var value = value
        while let byte = value.first, byte == 0x20 || byte == 0x09 { value.removeFirst() }
        while let byte = value.last, byte == 0x20 || byte == 0x09 { value.removeLast() }
        return value
    }

    /// A number of up to 18 digits and nothing else: no sign, no blank.
    private static func number(_ value: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard (1...18).contains(value.count) else { return nil }
        return value.reduce(into: Int?.some(0)) { number, byte in
            let digit = Int(byte) - Int(UInt8(ascii: "0"))
            number = (0...9).contains(digit) ? number.map { $0 * 10 + digit } : nil
        }
    }

    /// Whether bytes are this word in small letters, whatever the case of theirs.
    private static func isSame(_ bytes: Slice<UnsafeRawBufferPointer>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            bytes.elementsEqual(word) {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 == $1 : $0 == $1
            }
        }
    }
}
