/// The words of an event's lines, each once, in the form that the index takes.
struct LineWords {
    /// Bytes of an event's lines that are searched, from the first one on; more than a hundred times what fail2ban keeps of
    /// a ban by itself.
    static let mostBytes = 131_072

    /// The words, each behind a mark and before a space.
    private(set) var text: [UInt8] = []
    private var found: [Range<Int>] = []
    /// Places in `found` by hash, plus one; 0 is free. As many as a power of two.
    private var slots = [Int32](repeating: 0, count: 256)

    /// - Parameter mark: what stands before each word: the same word of another part of the index is another one there.
    init(_ lines: [[UInt8]], mark: [UInt8]) {
        var folded = FoldedLine()
        Self.eachSearched(lines) { line in
            folded.read(line)
            for word in folded.words { add(folded.bytes[folded.counted(word)], mark) }
            return true
        }
    }

    /// Whether there is none.
    var isEmpty: Bool { found.isEmpty }

    /// Gives what is searched of each line to `body`, until that says no.
    static func eachSearched(_ lines: [[UInt8]], _ body: ([UInt8]) -> Bool) {
        var rest = mostBytes
        for line in lines where rest > 0 {
            guard body(line.count <= rest ? line : Array(line[..<rest])) else { return }
            rest -= line.count
        }
    }

    private mutating func add(_ word: ArraySlice<UInt8>, _ mark: [UInt8]) {
        if found.count * 2 >= slots.count { grow() }
        var slot = Self.hash(word) & (slots.count - 1)
        while slots[slot] != 0 {
            if text[found[Int(slots[slot]) - 1]].elementsEqual(word) { return }
            slot = (slot + 1) & (slots.count - 1)
        }
        text += mark
        found.append(text.count..<text.count + word.count)
        text += word
        text.append(UInt8(ascii: " "))
        slots[slot] = Int32(found.count)
    }

    private mutating func grow() {
        var larger = [Int32](repeating: 0, count: slots.count * 2)
        for (index, word) in found.enumerated() {
            var slot = Self.hash(text[word]) & (larger.count - 1)
            while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = Int32(index + 1)
        }
        slots = larger
    }

    /// Hashed with the process's own secret: lines hold what strangers wrote, who would choose words that share a slot.
    private static func hash(_ word: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        word.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
