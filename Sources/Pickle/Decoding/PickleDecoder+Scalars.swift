// Numbers, texts and the memo.
extension PickleDecoder {
    func text(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    func integer(_ step: Instruction) throws(PickleError) -> Int64 {
        switch step.opcode {
        case .int: return try decimal(step)
        case .binInt: return Int64(Int32(truncatingIfNeeded: bytes.littleEndian(step.operand)))
        case .long1:
            guard step.operand.count <= 8 else { throw PickleError.integerOutOfRange(at: step.start) }
            guard let last = bytes[step.operand].last else { return 0 }
            let fill = step.operand.count < 8 && last >= 0x80 ? UInt64.max << UInt64(8 * step.operand.count) : 0
            return Int64(bitPattern: bytes.littleEndian(step.operand) | fill)
        default: return Int64(bytes.littleEndian(step.operand))
        }
    }

    private func decimal(_ step: Instruction) throws(PickleError) -> Int64 {
        let line = text(step.operand.lowerBound..<step.operand.upperBound - 1)
        guard let number = Int64(line) else { throw PickleError.integerOutOfRange(at: step.start) }
        return number
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
