// Numbers, texts and the memo.
extension PickleDecoder {
    func text(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    mutating func pushInteger(_ step: Instruction) throws(PickleError) {
        switch step.opcode {
        case .int: try pushDecimal(step)
        case .binInt: try push(.int(Int64(Int32(truncatingIfNeeded: bytes.littleEndian(step.operand)))))
        case .long1:
            guard step.operand.count <= 8 else { return try pushLarge(WideInteger.decimal(bytes[step.operand])) }
            let isNegative = bytes[step.operand].last.map { $0 >= 0x80 } ?? false
            let fill = isNegative && step.operand.count < 8 ? UInt64.max << UInt64(8 * step.operand.count) : 0
            try push(.int(Int64(bitPattern: bytes.littleEndian(step.operand) | fill)))
        default: try push(.int(Int64(bytes.littleEndian(step.operand))))
        }
    }

    private mutating func pushDecimal(_ step: Instruction) throws(PickleError) {
        let line = bytes[step.operand.lowerBound..<step.operand.upperBound - 1]
        let digits = line.first == UInt8(ascii: "-") ? line.dropFirst() : line
        guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else {
            throw PickleError.notANumber(at: step.start)
        }
        let decimal = String(decoding: line, as: UTF8.self)
        if let number = Int64(decimal) { try push(.int(number)) } else { try pushLarge(decimal) }
    }

    /// A number that `Int64` cannot hold: an inert `builtins.int` of its decimal digits, so that none is rounded.
    private mutating func pushLarge(_ decimal: String) throws(PickleError) {
        let type = try graph.add(.classReference(graph.add(.text("builtins")), graph.add(.text("int"))))
        let digits = try graph.add(.text(decimal))
        try push(.object(type, graph.add(.tuple1(digits)), state: nil))
    }

    func float(_ step: Instruction) -> Double {
        Double(bitPattern: bytes.littleEndian(step.operand).byteSwapped)
    }

    mutating func remember(_ step: Instruction) throws(PickleError) {
        let index = step.opcode == .memoize ? remembered : Int(bytes.littleEndian(step.operand))
        if step.opcode == .binGet || step.opcode == .longBinGet {
            guard index < memo.count, memo[index] >= 0 else { throw PickleError.unknownMemo(index) }
            graph.share(memo[index])
            return try push(memo[index])
        }
        let value = try top(step)
        // Writers number densely from 0 or 1; a gap would only serve to make the table large.
        guard index < limits.memo, index <= memo.count + 1 else { throw PickleError.memoTooLarge }
        while memo.count <= index { memo.append(-1) }
        memo[index] = value
        remembered = memo.count
    }
}
