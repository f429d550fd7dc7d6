/// A line as it is searched: its letters made small, and where its words are.
///
/// A word is a run of letters and digits. Of ASCII these are A to Z, a to z and 0 to 9; every other character of UTF-8 that
/// is written in well-formed bytes counts as a letter, but for spaces, signs and punctuation. Bytes that are no UTF-8 end a
/// word. What is a letter, and which are made small, stands here and never changes with a library: the words of a line are
/// computed again when they leave the index.
struct FoldedLine {
    /// As many as the line has; where a letter was made small, its bytes are those of the small one.
    private(set) var bytes: [UInt8] = []
    /// The words, in order.
    private(set) var words: [Range<Int>] = []

    init() {}

    init(_ line: some Sequence<UInt8>) {
        read(Array(line))
    }

    /// Takes a line in place of the one before.
    mutating func read(_ line: [UInt8]) {
        line.withUnsafeBufferPointer { read($0) }
    }

    private mutating func read(_ line: UnsafeBufferPointer<UInt8>) {
        bytes.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: line)
        var start: Int?
        var place = 0
        while place < line.count {
            let length = take(line, at: place)
            if length > 0 {
                start = start ?? place
            } else if let begun = start {
                words.append(begun..<place)
                start = nil
            }
            place += max(abs(length), 1)
        }
        if let start { words.append(start..<line.count) }
    }

    /// Makes the character at a place small, and gives its length where it belongs to a word; where it does not, that is
    /// less than 1.
    private mutating func take(_ line: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
        let first = line[place]
        guard first >= 0x80 else {
            switch first {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                bytes[place] = first | 0x20
                return 1
            default: return 0
            }
        }
        guard let (scalar, length) = Self.scalar(line, at: place) else { return 0 }
        guard FoldedLetter.isLetter(scalar) else { return -length }
        let small = FoldedLetter.small(scalar)
        if small != scalar {
            // Both are written in two bytes.
            bytes[place] = UInt8(0xc0 | small >> 6)
            bytes[place + 1] = UInt8(0x80 | small & 0x3f)
        }
        return length
    }

    /// The character that well-formed bytes stand for, which is not of ASCII, and how many they are.
    private static func scalar(_ line: UnsafeBufferPointer<UInt8>, at place: Int) -> (UInt32, Int)? {
        let first = line[place]
        let length: Int
        switch first {
        case 0xc2...0xdf: length = 2
        case 0xe0...0xef: length = 3
        case 0xf0...0xf4: length = 4
        default: return nil
        }
        guard place + length <= line.count else { return nil }
        var scalar = UInt32(first) & (0x7f >> UInt32(length))
        for index in place + 1..<place + length {
            guard line[index] & 0xc0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(line[index] & 0x3f)
        }
        switch (length, scalar) {
        case (3, ..<0x800), (3, 0xd800...0xdfff), (4, ..<0x10000), (4, 0x110000...): return nil
        default: return (scalar, length)
        }
    }

    /// Bytes of a word that count; what comes behind them is not searched.
    static let longestWord = 64

    /// The bytes of a word that count, no character cut.
    func counted(_ word: Range<Int>) -> Range<Int> { Self.counted(word, of: bytes) }

    static func counted(_ word: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
        guard word.count > longestWord else { return word }
        var end = word.lowerBound + longestWord
        while end > word.lowerBound, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        return word.lowerBound..<end
    }
}

/// What characters beyond ASCII are to a search.
enum FoldedLetter {
    /// Whether a character belongs to words: it is no space, no sign and no punctuation.
    static func isLetter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x80...0xbf, 0xd7, 0xf7, 0x2000...0x2bff, 0x2e00...0x2e7f, 0x3000...0x3003, 0x3008...0x3020,
            0xfe10...0xfe6f, 0xfeff...0xff0f, 0xff1a...0xff20, 0xff3b...0xff40, 0xff5b...0xff65, 0xfff0...0xffff:
            false
        default: true
        }
    }

    /// The small letter of a capital of the Latin, Greek or Cyrillic alphabet; anything else itself. Both are written in
    /// two bytes.
    static func small(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0xc0...0xd6, 0xd8...0xde, 0x391...0x3a1, 0x3a3...0x3a9, 0x410...0x42f: scalar + 32
        case 0x100...0x12f, 0x132...0x137, 0x14a...0x177, 0x460...0x481, 0x48a...0x4bf, 0x4d0...0x52f: scalar | 1
        case 0x139...0x148, 0x179...0x17e: scalar + (scalar & 1)
        case 0x178: 0xff
        case 0x386: 0x3ac
        case 0x388...0x38a: scalar + 37
        case 0x38c: 0x3cc
        case 0x38e, 0x38f: scalar + 63
        case 0x400...0x40f: scalar + 80
        default: scalar
        }
    }
}
