/// Looking for ASCII text in bytes of a log, without making strings of them. Every index is checked.
extension Span<UInt8> {
    /// Whether `text` stands at `index`.
    @inline(__always)
    func has(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index >= 0, count - index >= length else { return false }
        let start = text.utf8Start
        for offset in 0..<length where self[index + offset] != start[offset] { return false }
        return true
    }

    /// Whether the range ends with `text`.
    @inline(__always)
    func ends(_ range: Range<Int>, with text: StaticString) -> Bool {
        range.count >= text.utf8CodeUnitCount && has(text, at: range.upperBound - text.utf8CodeUnitCount)
    }

    /// Where `text` begins for the first time in the range.
    func first(_ text: StaticString, in range: Range<Int>) -> Int? {
        let last = range.upperBound - text.utf8CodeUnitCount
        var index = range.lowerBound
        let first = text.utf8Start.pointee
        while index <= last {
            if self[index] == first, has(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// Where `text` begins for the last time in the range.
    func last(_ text: StaticString, in range: Range<Int>) -> Int? {
        var index = range.upperBound - text.utf8CodeUnitCount
        while index >= range.lowerBound {
            if has(text, at: index) { return index }
            index -= 1
        }
        return nil
    }

    /// Where the first byte is at or after `start` that is not `byte`; `count` where there is none.
    @inline(__always)
    func skip(_ byte: UInt8, from start: Int) -> Int {
        var index = start
        while index < count, self[index] == byte { index += 1 }
        return index
    }

    /// The number that two digits make.
    @inline(__always)
    func twoDigits(at index: Int) -> UInt8? {
        let (tens, ones) = (self[index] &- 48, self[index + 1] &- 48)
        return tens < 10 && ones < 10 ? tens * 10 + ones : nil
    }

    /// The number that the digits of the whole range make; nil for anything else, and for more than 18 digits.
    func number(in range: Range<Int>) -> Int64? {
        guard (1...18).contains(range.count) else { return nil }
        var value: Int64 = 0
        for index in range {
            let digit = self[index] &- 48
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// The range as text; bytes that are no UTF-8 become U+FFFD.
    func text(in range: Range<Int>) -> String {
        extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
