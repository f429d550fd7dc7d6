extension PickleValue {
    /// The value as a pickle of protocol 2 without a memo, which every Python from 2.7 on reads; byte strings are
    /// written with the opcode of protocol 3. Objects and classes end in `PickleError.notEncodable`.
    public func encoded() throws(PickleError) -> [UInt8] {
        var encoder = PickleEncoder()
        try encoder.write(self, depth: 1)
        encoder.bytes.append(Opcode.stop.rawValue)
        return encoder.bytes
    }
}

/// Writes a pickle.
struct PickleEncoder {
    var bytes: [UInt8] = [Opcode.proto.rawValue, 2]

    mutating func write(_ value: PickleValue, depth: Int) throws(PickleError) {
        guard depth <= PickleLimits().depth else { throw PickleError.tooDeep }
        switch value {
        case .none: put(.none)
        case .bool(let flag): put(flag ? .newTrue : .newFalse)
        case .int(let number): write(number)
        case .float(let number):
            put(.binFloat)
            putLittleEndian(number.bitPattern.byteSwapped, width: 8)
        case .text(let text): try write(Array(text.utf8), opcode: .binUnicode)
        case .bytes(let data): try write(data, opcode: .binBytes)
        case .list(let items): try writeList(items, depth)
        case .tuple(let items): try writeTuple(items, depth)
        case .dictionary(let pairs): try writeDictionary(pairs, depth)
        case .object, .classReference: throw PickleError.notEncodable
        }
    }

    private mutating func put(_ opcode: Opcode) { bytes.append(opcode.rawValue) }

    private mutating func putLittleEndian(_ number: UInt64, width: Int) {
        for shift in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * shift))) }
    }

    private mutating func write(_ number: Int64) {
        if let small = Int32(exactly: number) {
            put(.binInt)
            putLittleEndian(UInt64(UInt32(bitPattern: small)), width: 4)
        } else {
            put(.long1)
            bytes.append(8)
            putLittleEndian(UInt64(bitPattern: number), width: 8)
        }
    }

    private mutating func write(_ data: [UInt8], opcode: Opcode) throws(PickleError) {
        guard data.count <= PickleLimits().bytes else { throw PickleError.tooLong }
        put(opcode)
        putLittleEndian(UInt64(data.count), width: 4)
        bytes.append(contentsOf: data)
    }

    private mutating func writeList(_ items: [PickleValue], _ depth: Int) throws(PickleError) {
        put(.emptyList)
        guard !items.isEmpty else { return }
        put(.mark)
        for item in items { try write(item, depth: depth + 1) }
        put(.appends)
    }

    private mutating func writeTuple(_ items: [PickleValue], _ depth: Int) throws(PickleError) {
        if items.count > 3 { put(.mark) }
        for item in items { try write(item, depth: depth + 1) }
        switch items.count {
        case 0: put(.emptyTuple)
        case 1: put(.tuple1)
        case 2: put(.tuple2)
        case 3: put(.tuple3)
        default: put(.tuple)
        }
    }

    private mutating func writeDictionary(_ pairs: [PicklePair], _ depth: Int) throws(PickleError) {
        put(.emptyDictionary)
        guard !pairs.isEmpty else { return }
        put(.mark)
        for pair in pairs {
            try write(pair.key, depth: depth + 1)
            try write(pair.value, depth: depth + 1)
        }
        put(.setItems)
    }
}
