/// Which origins a list of events wants, said in their numbers.
struct OriginMatch {
    /// Whether every event is wanted, with and without an origin.
    let isAny: Bool
    /// The numbers, in ranges that lie apart; none where nothing can match.
    let ranges: [ClosedRange<Int64>]
    /// What is compared where events are found by something else, and its parameters.
    let condition: (sql: String, arguments: [String: Value])

    init(_ filter: OriginFilter, _ transaction: any Transaction) throws {
        isAny = filter.isAny
        let country = filter.country.map { OriginNumber.country($0) }
        guard let asn = filter.network else {
            let all = country.map { OriginNumber.all(of: $0) }
            ranges = all.map { [$0] } ?? []
            // A sum takes no index, so that the one that events are found by is not left for another.
            condition = (
                "origin_number + 0 >= :originFirst AND origin_number + 0 <= :originLast",
                ["originFirst": .optional(all?.lowerBound), "originLast": .optional(all?.upperBound)]
            )
            return
        }
        let found = try transaction.rows(
            """
            SELECT DISTINCT o.origin_number / \(OriginNumber.mostVersions) FROM event_origins o
            JOIN event_systems s ON s.system_number = o.system_number WHERE s.asn = :asn ORDER BY 1
            """, ["asn": .integer(asn)]
        ) { OriginNumber($0.integer(0) * OriginNumber.mostVersions) }
        let wanted = found.filter { country == nil || $0.country == country }
        ranges = wanted.map(\.versions)
        let system: [String: Value] = ["system": .integer(wanted.first?.system ?? -1)]
        let isOfSystem = "(origin_number / \(OriginNumber.mostVersions)) % \(OriginNumber.mostSystems) = :system"
        guard let country else {
            condition = (isOfSystem, system)
            return
        }
        let all = OriginNumber.all(of: country)
        condition = (
            isOfSystem + " AND origin_number + 0 >= :originFirst AND origin_number + 0 <= :originLast",
            system.merging([
                "originFirst": .integer(all.lowerBound), "originLast": .integer(all.upperBound),
            ]) { one, _ in one }
        )
    }

    /// Whether an event with this number matches.
    func accepts(_ number: Int64?) -> Bool {
        guard !isAny else { return true }
        guard let number else { return false }
        return ranges.contains { $0.contains(number) }
    }
}
