/// Which ids a list of events wants, said in keys.
struct EventMatch {
    /// The ranges of keys that hold every match, ends included; nil for all events, with and without an id.
    var ranges: [(first: [UInt8], last: [UInt8])]?
    /// Whether a text matches, where not every key of the ranges does.
    var accepts: (@Sendable (String) -> Bool)?

    /// - Parameter networks: the keys of stored networks that begin before a range and reach into it.
    init(_ match: BanQuery.Match, networks: (_ first: [UInt8], _ last: [UInt8]) throws -> [[UInt8]]) rethrows {
        switch match {
        case .any, .prefix(""):
            ranges = nil
        case .text(let id):
            let key = EventKey(id)
            ranges = [(key.bytes, key.bytes)]
            if key.bytes.count > EventKey.rawLimit { accepts = { $0.utf8.elementsEqual(id.utf8) } }
        case .prefix(let prefix):
            ranges = Self.ranges(prefix: prefix)
            accepts = { $0.utf8.starts(with: prefix.utf8) }
        case .range(let first, let last):
            ranges = Self.ranges(first, last) + (try networks(first, last).map { ($0, $0) })
        }
    }

    /// Every key of an address or network that begins in a range.
    private static func ranges(_ first: [UInt8], _ last: [UInt8]) -> [(first: [UInt8], last: [UInt8])] {
        guard first.count == 16, last.count == 16, !last.lexicographicallyPrecedes(first) else { return [] }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        var ranges: [(first: [UInt8], last: [UInt8])] = []
        let low = first.lexicographicallyPrecedes(mapped + [0, 0, 0, 0]) ? mapped + [0, 0, 0, 0] : first
        let end = mapped + [0xff, 0xff, 0xff, 0xff]
        let high = end.lexicographicallyPrecedes(last) ? end : last
        if !high.lexicographicallyPrecedes(low) {
            ranges.append(([EventKey.v4] + low[12...], [EventKey.v4] + high[12...] + [0xff]))
        }
        if !first.starts(with: mapped) || !last.starts(with: mapped) {
            ranges.append(([EventKey.v6] + first, [EventKey.v6] + last + [0xff]))
        }
        return ranges
    }

    private static func ranges(prefix: String) -> [(first: [UInt8], last: [UInt8])] {
        let raw = [EventKey.raw] + prefix.utf8.prefix(EventKey.rawLimit)
        return [
            ([EventKey.v4], [EventKey.v4, 0xff, 0xff, 0xff, 0xff, 0xff]),
            ([EventKey.v6], [EventKey.v6] + [UInt8](repeating: 0xff, count: 17)),
            (raw, raw + [UInt8](repeating: 0xff, count: EventKey.rawLimit + 1)),
        ]
    }
}
