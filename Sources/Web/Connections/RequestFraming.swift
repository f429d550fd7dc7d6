/// Follows where requests begin and end in the bytes of one connection, and stops at the first that is not in its plain
/// form (`RequestHead`).
///
/// Heads are passed on whole, so that the parser behind never sees a part of one that is refused later. Bytes that were
/// not passed are given again with the next ones.
struct RequestFraming {
    /// How much a request may be.
    struct Limits: Sendable {
        /// Bytes of the request line.
        var target = 8 * 1024
        /// Bytes of the head, its lines' ends included.
        var head = 16 * 1024
        /// Fields of the head.
        var fields = 100
        /// Bytes of the body.
        var body = RequestBody.limit
        /// Chunks of the body, and bytes for each further one: each costs a step of its own, however small.
        var (chunks, chunkSize) = (64, 256)
    }

    /// What to do with the bytes that have not been passed.
    enum Step: Equatable {
        /// Too few to tell.
        case more
        /// So many belong to the request.
        case pass(Int)
        case refuse(RequestFault)
    }

    private enum Place: Equatable {
        case head, chunkSize, chunkEnd, bodyEnd
        case body(left: Int)
        case chunk(left: Int)
    }

    private let limits: Limits
    private var place = Place.head
    private var head: RequestHead?
    /// In a head that is not whole: where its current line begins, and from where its end is still to be looked for.
    private var (line, searched) = (0, 0)
    private var (received, chunks) = (0, 0)
    /// Whether the connection ends with the answer to the latest request.
    private(set) var isLast = false
    /// Whether the client of the latest request waits for a word before it sends its body.
    private(set) var waitsForWord = false

    init(limits: Limits) { self.limits = limits }

    /// Whether the next byte belongs to a further request.
    var isBetweenRequests: Bool { place == .head }

    /// Looks at the bytes that have not been passed yet; those that it lets pass count as passed.
    mutating func next(_ bytes: UnsafeRawBufferPointer) -> Step {
        do throws(RequestFault) {
            switch place {
            case .head: return try readHead(bytes)
            case .body(let left): return passBody(bytes, left) { $0 == 0 ? .head : .body(left: $0) }
            case .chunk(let left): return passBody(bytes, left) { $0 == 0 ? .chunkEnd : .chunk(left: $0) }
            case .chunkSize: return try readSize(bytes)
            case .chunkEnd: return try readLineEnd(bytes, then: .chunkSize)
            case .bodyEnd: return try readLineEnd(bytes, then: .head)
            }
        } catch {
            return .refuse(error)
        }
    }

    private mutating func readHead(_ bytes: UnsafeRawBufferPointer) throws(RequestFault) -> Step {
        // What speaks TLS or another language is told so at its first byte.
        guard let first = bytes.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
            throw .malformed("A request begins with its method.")
        }
        while let end = bytes[searched...].firstIndex(of: 0x0a) {
            guard end > line, bytes[end - 1] == 0x0d else { throw .malformed("A line of a head ends with CR and LF.") }
            let text = bytes[line..<(end - 1)]
            (line, searched) = (end + 1, end + 1)
            guard line <= limits.head || head == nil else { throw .headTooLarge(limits.head) }
            if text.isEmpty, let head { return try begin(head, passing: line) }
            try read(text)
        }
        searched = bytes.count
        // One more for the carriage return.
        guard head != nil || bytes.count <= limits.target + 1 else { throw .targetTooLong(limits.target) }
        guard bytes.count <= limits.head else { throw .headTooLarge(limits.head) }
        return .more
    }

    private mutating func read(_ text: Slice<UnsafeRawBufferPointer>) throws(RequestFault) {
        guard head != nil else {
            guard text.count <= limits.target else { throw .targetTooLong(limits.target) }
            return head = try RequestHead(text)
        }
        try head?.add(text)
        guard (head?.fields ?? 0) <= limits.fields else { throw .tooManyFields(limits.fields) }
    }

    private mutating func begin(_ head: RequestHead, passing count: Int) throws(RequestFault) -> Step {
        switch try head.body() {
        case .none: place = .head
        case .chunked: place = .chunkSize
        case .length(let length):
            guard length <= limits.body else { throw .bodyTooLarge(limits.body) }
            place = .body(left: length)
        }
        isLast = head.isLast
        waitsForWord = head.waitsForWord && place != .head
        self.head = nil
        (line, searched, received, chunks) = (0, 0, 0, 0)
        return .pass(count)
    }

    private mutating func passBody(_ bytes: UnsafeRawBufferPointer, _ left: Int, _ then: (Int) -> Place) -> Step {
        let count = min(left, bytes.count)
        place = then(left - count)
        return .pass(count)
    }

    /// Reads the size of a chunk: up to eight digits and the line's end, no extension.
    private mutating func readSize(_ bytes: UnsafeRawBufferPointer) throws(RequestFault) -> Step {
        let digits = bytes.prefix(9).prefix { PercentDecoding.value(of: $0) != nil }
        guard digits.count <= 8, digits.count == bytes.count || !digits.isEmpty else { throw Self.malformedChunk }
        guard bytes.count >= digits.count + 2 else {
            guard digits.count == bytes.count || bytes[digits.count] == 0x0d else { throw Self.malformedChunk }
            return .more
        }
        guard bytes[digits.count] == 0x0d, bytes[digits.count + 1] == 0x0a else { throw Self.malformedChunk }
        let size = digits.reduce(0) { $0 << 4 | Int(PercentDecoding.value(of: $1) ?? 0) }
        (received, chunks) = (received + size, chunks + 1)
        guard received <= limits.body else { throw .bodyTooLarge(limits.body) }
        guard chunks <= limits.chunks + received / limits.chunkSize else {
            throw .malformed("The body comes in too many small chunks.")
        }
        place = size == 0 ? .bodyEnd : .chunk(left: size)
        return .pass(digits.count + 2)
    }

    private mutating func readLineEnd(
        _ bytes: UnsafeRawBufferPointer, then next: Place
    ) throws(RequestFault) -> Step {
        guard bytes[0] == 0x0d, bytes.count < 2 || bytes[1] == 0x0a else { throw Self.malformedChunk }
        guard bytes.count >= 2 else { return .more }
        place = next
        return .pass(2)
    }

    private static let malformedChunk = RequestFault.malformed(
        "A chunk is its size, CR and LF, so many bytes, CR and LF; without extensions and trailers.")
}
