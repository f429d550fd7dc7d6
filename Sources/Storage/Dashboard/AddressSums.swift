/// What addresses did in a stretch of time, which may be summed up part by part.
public struct AddressSums: Sendable {
    private struct Sum {
        var attempts: Int64
        var bans: Int64
        /// The last event, in UTC epoch milliseconds.
        var last: Int64

        mutating func add(_ other: Sum) {
            attempts += other.attempts
            bans += other.bans
            last = max(last, other.last)
        }
    }

    /// By the bytes of the key and how many they are, as one number: nearly all are addresses of IPv4, and there may be millions.
    private var short: [UInt64: Sum] = [:]
    private var long: [[UInt8]: Sum] = [:]

    /// Of nothing.
    public init() {}

    /// Adds what they did in another part of the stretch.
    public mutating func add(_ other: AddressSums) {
        for (key, sum) in other.short { Self.add(sum, to: &short[key]) }
        for (key, sum) in other.long { Self.add(sum, to: &long[key]) }
    }

    private static func add(_ sum: Sum, to known: inout Sum?) {
        if known == nil { known = sum } else { known?.add(sum) }
    }

    /// Reads a row of key, attempts, bans and the last moment.
    fileprivate mutating func add(_ row: any Row) {
        let sum = Sum(attempts: row.integer(1), bans: row.integer(2), last: row.integer(3))
        row.withBytes(0) { bytes in
            if bytes.count < 8 {
                let packed = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                Self.add(sum, to: &short[packed << 8 | UInt64(bytes.count)])
            } else {
                Self.add(sum, to: &long[Array(bytes)])
            }
        }
    }

    /// Those with the most attempts; of as many those with more bans, and then those that came last.
    public func top(_ limit: Int) -> [TopAddress] {
        var first: [([UInt8], Sum)] = []
        func offer(_ sum: Sum, _ key: @autoclosure () -> [UInt8]) {
            if first.count == limit, let last = first.last, Self.rank(last.1) > Self.rank(sum) { return }
            let entry = (key(), sum)
            let place = first.firstIndex { Self.comesBefore(entry, $0) } ?? first.endIndex
            first.insert(entry, at: place)
            if first.count > limit { first.removeLast() }
        }
        for (key, sum) in short { offer(sum, Self.bytes(of: key)) }
        for (key, sum) in long { offer(sum, key) }
        return first.map { key, sum in
            TopAddress(
                id: EventKey.text(of: key), attempts: sum.attempts, bans: sum.bans, lastAt: sum.last.flooredSecond)
        }
    }

    private static func rank(_ sum: Sum) -> (Int64, Int64, Int64) { (sum.attempts, sum.bans, sum.last) }

    private static func comesBefore(_ one: ([UInt8], Sum), _ other: ([UInt8], Sum)) -> Bool {
        let ranks = (rank(one.1), rank(other.1))
        return ranks.0 == ranks.1 ? one.0.lexicographicallyPrecedes(other.0) : ranks.0 > ranks.1
    }

    private static func bytes(of packed: UInt64) -> [UInt8] {
        let count = Int(packed & 0xff)
        return (0..<count).map { UInt8(truncatingIfNeeded: packed >> UInt64(8 * (count - $0))) }
    }
}

extension Events {
    /// What each address did in a stretch of time (UTC epoch seconds), as far as the events of one bucket tell.
    ///
    /// It looks at each of them, which takes some hundredths of a second.
    public func addressSums(in stretch: Range<Int64>, bucket: Int64) throws -> AddressSums {
        var sums = AddressSums()
        try transaction.forEach(Self.sumsOfAddresses, Self.part(of: stretch, bucket)) { sums.add($0) }
        return sums
    }

    /// The sign before the moment keeps the index by series and moment from being taken, which knows no keys.
    static let sumsOfAddresses = """
        SELECT e.ban_key, CAST(SUM(CASE WHEN s.kind = 3 THEN 0 ELSE 1 END) AS BIGINT),
            CAST(SUM(CASE WHEN s.kind = 3 THEN 1 ELSE 0 END) AS BIGINT), MAX(e.at_ms)
        FROM event_series s CROSS JOIN events e
        WHERE s.kind IN (1, 2, 3) AND e.bucket = :bucket AND e.series_number = s.series_number AND e.ban_key IS NOT NULL
            AND +e.at_ms >= :low AND +e.at_ms < :high
        GROUP BY e.ban_key
        """
}
