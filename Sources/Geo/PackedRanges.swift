public import Fail2ban

/// Which value an address has, for some hundred thousand ranges of addresses, in little memory: with values of 16 bits 6 bytes for
/// each boundary of IPv4 and 10 for each of IPv6.
///
/// Only where a range begins is kept, in order; it reaches to the next beginning. 0 stands for what is in no range.
public struct PackedRanges<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var starts4: [UInt32] = []
    private var values4: [Value] = []
    /// The upper half of each beginning. Few ranges begin within a /64, so that their lower halves are kept aside.
    private var starts6: [UInt64] = []
    private var values6: [Value] = []
    private var lower: [Int: UInt64] = [:]

    /// Nothing is in a range.
    public init() {}

    /// How many ranges begin, of both families, with those that are in none.
    public var count: Int { starts4.count + starts6.count }

    /// The value of an address; 0 where it is in no range.
    public subscript(_ address: IPAddress) -> Value {
        switch address.family {
        case .v4:
            let index = Self.last(starts4.count) { starts4[$0] <= UInt32(truncatingIfNeeded: address.low) }
            return index.map { values4[$0] } ?? 0
        case .v6:
            let index = Self.last(starts6.count) { isAtMost($0, address) }
            return index.map { values6[$0] } ?? 0
        }
    }

    private func isAtMost(_ index: Int, _ address: IPAddress) -> Bool {
        starts6[index] == address.high ? lower[index, default: 0] <= address.low : starts6[index] < address.high
    }

    /// The last index of `0..<count` for which a condition holds that holds for none behind the first for which it does not.
    private static func last(_ count: Int, where holds: (Int) -> Bool) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }

    /// Adds a range, both ends of it included, behind all that were added of its family.
    ///
    /// - Throws: `GeoDataError.order` where it is not behind them, ends before it begins, or is of two families.
    public mutating func append(_ first: IPAddress, _ last: IPAddress, _ value: Value) throws(GeoDataError) {
        guard first.family == last.family, first <= last else { throw .order }
        switch first.family {
        case .v4: try append4(UInt32(truncatingIfNeeded: first.low), UInt32(truncatingIfNeeded: last.low), value)
        case .v6: try append6(first, last, value)
        }
    }

    private mutating func append4(_ first: UInt32, _ last: UInt32, _ value: Value) throws(GeoDataError) {
        // The beginning of what lies behind the range before.
        if let end = starts4.last, first == end {
            if value == valueBefore(values4) {
                starts4.removeLast()
                values4.removeLast()
            } else {
                values4[values4.count - 1] = value
            }
        } else {
            guard starts4.last.map({ first > $0 && !isFull4 }) ?? true else { throw .order }
            starts4.append(first)
            values4.append(value)
        }
        guard last < .max else {
            isFull4 = true
            return
        }
        starts4.append(last + 1)
        values4.append(0)
    }

    private mutating func append6(_ first: IPAddress, _ last: IPAddress, _ value: Value) throws(GeoDataError) {
        let index = starts6.count - 1
        if index >= 0, starts6[index] == first.high, lower[index, default: 0] == first.low {
            if value == valueBefore(values6) {
                removeLast6()
            } else {
                values6[index] = value
            }
        } else {
            guard index < 0 || (!isAtMost(index, first) ? false : !isFull6) else { throw .order }
            add6(first.high, first.low, value)
        }
        let (end, carries) = last.low.addingReportingOverflow(1)
        guard !carries || last.high < .max else {
            isFull6 = true
            return
        }
        add6(carries ? last.high + 1 : last.high, end, 0)
    }

    private mutating func add6(_ high: UInt64, _ low: UInt64, _ value: Value) {
        if low != 0 { lower[starts6.count] = low }
        starts6.append(high)
        values6.append(value)
    }

    private mutating func removeLast6() {
        lower[starts6.count - 1] = nil
        starts6.removeLast()
        values6.removeLast()
    }

    private func valueBefore(_ values: [Value]) -> Value? { values.dropLast().last }

    /// Gives back the memory that was held for more.
    mutating func compact() {
        starts4 = Self.copy(starts4)
        values4 = Self.copy(values4)
        starts6 = Self.copy(starts6)
        values6 = Self.copy(values6)
    }

    private static func copy<Element>(_ elements: [Element]) -> [Element] {
        Array(unsafeUninitializedCapacity: elements.count) { buffer, count in
            count = buffer.initialize(fromContentsOf: elements)
        }
    }

    /// Whether the last address of a family is in a range, so that nothing can follow.
    private var (isFull4, isFull6) = (false, false)
}
