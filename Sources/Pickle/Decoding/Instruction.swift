/// One opcode of a pickle with the place of its operand.
struct Instruction {
    let opcode: Opcode
    /// Where the opcode stands.
    let start: Int
    /// The operand's bytes, without a length before them.
    let operand: Range<Int>
    /// Where the next opcode stands.
    let end: Int

    /// The longest line of an operand, in bytes: dotted names of classes and decimal numbers are far shorter.
    static let longestLine = 1024

    /// Reads the instruction at `start`; nil when the bytes end before it does. Lengths beyond `limit` are refused
    /// before anyone waits for their bytes.
    init?(in bytes: [UInt8], at start: Int, limit: Int) throws(PickleError) {
        guard start < bytes.count else { return nil }
        guard let opcode = Opcode(rawValue: bytes[start]) else {
            throw PickleError.unknownOpcode(bytes[start], at: start)
        }
        let operand: Range<Int>?
        switch opcode.operand {
        case .fixed(let count): operand = start + 1..<start + 1 + count
        case .counted(let width): operand = try Self.counted(in: bytes, at: start + 1, width: width, limit: limit)
        case .lines(let count): operand = try Self.lines(count, in: bytes, at: start + 1)
        }
        guard let operand, operand.upperBound <= bytes.count else { return nil }
        self.opcode = opcode
        self.start = start
        self.operand = operand
        end = operand.upperBound
        if opcode == .frame, bytes.littleEndian(operand) > UInt64(limit) { throw PickleError.tooLong }
    }

    private static func counted(
        in bytes: [UInt8], at start: Int, width: Int, limit: Int
    ) throws(PickleError) -> Range<Int>? {
        guard start + width <= bytes.count else { return nil }
        let length = Int(bytes.littleEndian(start..<start + width))
        guard start + width + length <= limit else { throw PickleError.tooLong }
        return start + width..<start + width + length
    }

    private static func lines(_ count: Int, in bytes: [UInt8], at start: Int) throws(PickleError) -> Range<Int>? {
        var end = start
        for _ in 0..<count {
            let lineStart = end
            while end < bytes.count, bytes[end] != 0x0a { end += 1 }
            guard end - lineStart <= longestLine else { throw PickleError.tooLong }
            guard end < bytes.count else { return nil }
            end += 1
        }
        return start..<end
    }
}

extension [UInt8] {
    /// The unsigned number that up to eight bytes make, the lowest first.
    func littleEndian(_ range: Range<Int>) -> UInt64 {
        var number: UInt64 = 0
        var index = range.upperBound
        while index > range.lowerBound {
            index -= 1
            number = number << 8 | UInt64(self[index])
        }
        return number
    }
}
