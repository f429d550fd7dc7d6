/// Whole numbers that no machine word holds, which fail2ban only has where somebody typed one.
enum WideInteger {
    /// The decimal digits of a number in little-endian two's complement of at most 255 bytes.
    static func decimal(_ bytes: ArraySlice<UInt8>) -> String {
        let isNegative = bytes.last.map { $0 >= 0x80 } == true
        var magnitude = Array(bytes)
        if isNegative {
            var carry = true
            for index in magnitude.indices {
                magnitude[index] = ~magnitude[index] &+ (carry ? 1 : 0)
                carry = carry && magnitude[index] == 0
            }
        }
        // Groups of nine digits, the lowest first.
        var groups: [UInt64] = [0]
        for byte in magnitude.reversed() {
            var carry = UInt64(byte)
            for index in groups.indices {
                let sum = groups[index] << 8 + carry
                (carry, groups[index]) = sum.quotientAndRemainder(dividingBy: 1_000_000_000)
            }
            if carry > 0 { groups.append(carry) }
        }
        var text = groups.removeLast().description
        for group in groups.reversed() {
            let digits = String(group)
            text += String(repeating: "0", count: 9 - digits.utf8.count) + digits
        }
        return isNegative ? "-" + text : text
    }
}
