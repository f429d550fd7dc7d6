extension EventSearch {
    /// The first `limit` events after a place whose lines hold what is looked for.
    ///
    /// Rare words are gathered from their index. Where the newest events hold them often, those of ids that are rare are
    /// gathered instead, or a short walk finds a page; what each has of lines is compared then.
    func places(
        holding lines: LineQuery, after place: EventPlaceInList?, limit: Int
    ) throws -> [EventPlaceInList] {
        guard !gathered.isEmpty else { return [] }
        let gathering = try LineGathering(search: self, query: lines, after: place, limit: limit)
        if let beginning = try gathering.beginning() { return try gathering.places(beginning) }
        if !isAny {
            let gathering = try EventGathering(search: self, after: place, limit: limit)
            if let beginning = try gathering.beginning() { return try gathering.places(beginning) }
        }
        let found = try walk(after: place, budget: max(Self.walkLimits[0], limit * 3))
        if found.places.count >= limit || found.isAll { return Array(found.places.prefix(limit)) }
        return try gathering.places(nil)
    }

    /// Those of some events whose lines hold what is looked for, in their order; throws `LineSearchTooBroad`.
    func holding(_ query: LineQuery, _ places: some Collection<EventPlaceInList>) throws -> [EventPlaceInList] {
        var held: [EventPlaceInList] = []
        var rest = places[...]
        while !rest.isEmpty {
            let some = rest.prefix(EventStatement.most)
            try comparisons.note(some.count)
            let lines = try transaction.events.lines(of: some.map(\.id))
            held += some.filter { lines[$0.id].map(query.matches) ?? false }
            rest = rest.dropFirst(EventStatement.most)
        }
        return held
    }
}

/// A phrase was looked for whose words stand in the lines of so many events that comparing them all would hold up others.
public struct LineSearchTooBroad: Error, Hashable, Sendable {
    /// Events at most whose lines are compared for one question: some tenths of a second.
    public static let most = 10_000
}

/// How many events' lines one question has compared.
final class LineComparisons {
    private var count = 0

    /// Counts some that are compared next.
    func note(_ more: Int) throws {
        count += more
        guard count <= LineSearchTooBroad.most else { throw LineSearchTooBroad() }
    }
}
