/// Which ids a list of events wants, said in keys.
struct EventMatch {
    /// Whether every event is wanted, with and without an id.
    let isAny: Bool
    /// Single keys; every event with one matches.
    private(set) var keys: [[UInt8]] = []
    /// Ranges of keys.
    private(set) var ranges: [KeyRange] = []
    /// The text, or the beginning of it, that the ids of some ranges are compared with.
    private let wanted: (text: [UInt8], isWhole: Bool)

    /// - Parameter networks: gives the keys of stored networks that begin before a range and reach into it, and of one
    ///   address those that hold it.
    init(_ match: BanQuery.Match, networks: (_ first: [UInt8], _ last: [UInt8]) throws -> [[UInt8]]) rethrows {
        switch match {
        case .any, .prefix(""):
            isAny = true
            wanted = ([], false)
        case .text(let id):
            isAny = false
            wanted = (Array(id.utf8), true)
            let key = EventKey(id)
            if key.text == nil, !Self.isCut(key.bytes) { keys = [key.bytes] } else { ranges = [KeyRange(key.bytes)] }
        case .prefix(let prefix):
            isAny = false
            wanted = (Array(prefix.utf8), false)
            ranges = EventPrefix(prefix).ranges
        case .range(let first, let last):
            isAny = false
            wanted = ([], false)
            // Of one address there is one key, beside those of networks.
            let address = first == last ? EventKey.address(first) : nil
            ranges = address == nil ? KeyRange.all(from: first, to: last) : []
            keys = try [address].compactMap(\.self) + networks(first, last)
        }
    }

    /// Whether an event matches.
    ///
    /// - Parameter text: gives the text that is kept beside a key that does not tell it.
    func accepts(_ key: [UInt8], text: () throws -> String?) rethrows -> Bool {
        if isAny || keys.contains(key) { return true }
        guard let range = ranges.first(where: { $0.contains(key) }) else { return false }
        return try range.isExact
            || isWanted(Self.isCut(key) ? text() ?? EventKey.text(of: key) : EventKey.text(of: key))
    }

    private func isWanted(_ id: String) -> Bool {
        wanted.isWhole ? id.utf8.elementsEqual(wanted.text) : id.utf8.starts(with: wanted.text)
    }

    /// Whether a key may be that of a longer text.
    static func isCut(_ key: [UInt8]) -> Bool { key.count > EventKey.rawLimit }
}

/// Keys that lie together, ends included.
struct KeyRange: Hashable {
    let first: [UInt8]
    let last: [UInt8]
    /// Whether every key in it matches; where not, the texts are compared.
    let isExact: Bool

    init(_ first: [UInt8], _ last: [UInt8], isExact: Bool) {
        self.first = first
        self.last = last
        self.isExact = isExact
    }

    /// One key that several texts share.
    init(_ key: [UInt8]) {
        self.init(key, key, isExact: false)
    }

    func contains(_ key: [UInt8]) -> Bool {
        !key.lexicographicallyPrecedes(first) && !last.lexicographicallyPrecedes(key)
    }

    /// Every address and network that begins between two addresses, ends included, given as 16 bytes that sort.
    static func all(from first: [UInt8], to last: [UInt8]) -> [KeyRange] {
        guard first.count == 16, last.count == 16, !last.lexicographicallyPrecedes(first) else { return [] }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        let lowest = mapped + [0, 0, 0, 0]
        let highest = mapped + [0xff, 0xff, 0xff, 0xff]
        let low = first.lexicographicallyPrecedes(lowest) ? lowest : first
        let high = highest.lexicographicallyPrecedes(last) ? highest : last
        var ranges: [KeyRange] = []
        if !high.lexicographicallyPrecedes(low) {
            ranges.append(KeyRange([EventKey.v4] + low[12...], [EventKey.v4] + high[12...] + [0xff], isExact: true))
        }
        if !first.starts(with: mapped) || !last.starts(with: mapped) {
            ranges.append(KeyRange([EventKey.v6] + first, [EventKey.v6] + last + [0xff], isExact: true))
        }
        return ranges
    }
}
