/// What a list is sorted by: one column that is never null, then the row's number. Both rise or both fall, so that a
/// page begins anywhere in an index.
struct BanOrder: Hashable {
    /// The column of `bans`.
    let column: String
    let isDescending: Bool

    init(_ sort: BanQuery.Sort) {
        switch sort {
        case .newest:
            self.init(column: "banned_key", isDescending: true)
        case .oldest:
            self.init(column: "banned_key", isDescending: false)
        case .address, .jail:
            self.init(column: "address_key", isDescending: false)
        case .endingSoonest:
            self.init(column: "ends_key", isDescending: false)
        }
    }

    private init(column: String, isDescending: Bool) {
        self.column = column
        self.isDescending = isDescending
    }

    /// The column as an expression that no index is in the order of.
    var unindexed: String { column == "address_key" ? "substr(address_key, 1)" : "\(column) + 0" }

    /// SQL's word.
    var direction: String { isDescending ? "DESC" : "ASC" }
    /// What a row after a place is to it.
    var comparison: String { isDescending ? "<" : ">" }

    /// Whether one place comes before another in this order.
    func precedes(_ one: BanPlace, _ other: BanPlace) -> Bool {
        isDescending ? other < one : one < other
    }
}

/// Where a row stands in an order.
struct BanPlace: Hashable, Comparable {
    let key: Value
    let number: Int64

    init(_ key: Value, _ number: Int64) {
        self.key = key
        self.number = number
    }

    static func < (one: BanPlace, other: BanPlace) -> Bool {
        switch (one.key, other.key) {
        case (.integer(let one), .integer(let other)) where one != other:
            one < other
        case (.bytes(let one), .bytes(let other)) where one != other:
            one.lexicographicallyPrecedes(other)
        default:
            one.number < other.number
        }
    }
}

extension BanRecord {
    /// By time: an unknown time counts as the earliest.
    var bannedKey: Int64 { bannedAt ?? .min }
    /// By end: an unknown end before a permanent ban, both after every known end.
    var endsKey: Int64 { isPermanent ? .max : endsAt ?? .max - 1 }
    /// By address: an id without one after every address, so longer than the last of them.
    var addressKey: [UInt8] { first ?? [UInt8](repeating: 0xff, count: 17) }
}
