import Testing

@testable import Storage

/// Many lines and questions, drawn by chance from a seed: the index finds what a look at each line finds.
struct LinePropertyTests {
    private struct Filled {
        var oracle: EventOracle
        var lines: [Int64: [[UInt8]]] = [:]
        var dice: LineDice

        /// What a look at every event finds.
        func list(_ query: EventQuery) -> [EventRecord] {
            oracle.list(query).filter { event in
                guard event.kind == .ban || event.kind == .restore, let lines = query.filter.lines else { return false }
                return lines.matches(self.lines[event.id] ?? [])
            }
        }
    }

    private static func fill(_ database: any Database, seed: UInt64, count: Int) async throws -> Filled {
        var filled = Filled(oracle: EventOracle(), dice: LineDice(dice: EventDice(seed: seed)))
        for number in stride(from: 0, to: count, by: 200) {
            let events = (number..<number + 200).map { number in
                var event = filled.dice.dice.event(number)
                if !filled.dice.dice.isOne(in: 4), event.banID != nil { event.kind = .ban }
                return event
            }
            for event in try await database.append(events) {
                filled.oracle.events.append(try await EventPropertyTests.read(event, database))
                guard event.kind == .ban || event.kind == .restore else { continue }
                let lines = filled.dice.lines()
                filled.lines[event.id] = lines
                try await database.write(.telemetry) { try $0.events.setLines(lines, of: event.id) }
            }
            // Ids that were left out bring the next bucket near.
            let step = filled.dice.dice.roll(0...2) * 100_000
            try await database.write(.telemetry) {
                _ = try $0.execute(
                    "UPDATE revisions SET revision = revision + :step WHERE subject = 'events'",
                    ["step": .integer(Int64(step))])
            }
        }
        return filled
    }

    private static func check(_ filled: inout Filled, _ database: any Database, rounds: Int) async throws {
        for _ in 0..<rounds {
            var query = filled.dice.dice.query(until: 3000)
            query.filter.lines = filled.dice.query(filled.lines.values.flatMap(\.self).prefix(300).map(\.self))
            if filled.dice.dice.isOne(in: 2) { query.filter = EventFilter(lines: query.filter.lines) }
            let expected = filled.list(query)
            query.limit = max(query.limit, expected.count / 4)
            let asked = query
            let found = try await database.events(query)
            try #require(found.map(\.id) == expected.map(\.id), "\(query)")
            let total = try await database.read { try $0.events.count(asked, bound: 50) }
            #expect(total.count == min(expected.count, 50) && total.isMore == (expected.count > 50), "\(query)")
            let start = filled.oracle.events[filled.oracle.events.count / 2].id
            let tail = try await database.read { try $0.events.after(id: start, limit: 1000, filter: asked.filter) }
            var always = asked
            (always.from, always.to) = (nil, nil)
            #expect(tail.events.map(\.id) == filled.list(always).map(\.id).filter { $0 > start }.sorted(), "\(query)")
        }
    }

    @Test(arguments: isLong ? Array(1...8) : [3] as [UInt64])
    func `the index finds what a look at every line finds, also after changes and removals`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var filled = try await Self.fill(database, seed: seed, count: 1000)
            try await Self.check(&filled, database, rounds: 60)
            for _ in 0..<150 {
                let index = filled.dice.dice.roll(0...filled.oracle.events.count - 1)
                var event = filled.oracle.events[index]
                let lines = filled.dice.dice.isOne(in: 2) ? filled.dice.lines() : nil
                if filled.dice.dice.isOne(in: 2), event.jail != nil { event.jail = filled.dice.dice.jail() }
                if filled.dice.dice.isOne(in: 5) { event.kind = .restore }
                let amended = event
                try await database.write(.telemetry) { try $0.events.amend(amended, lines: lines) }
                filled.oracle.events[index] = try await EventPropertyTests.read(amended, database)
                if let lines { filled.lines[event.id] = lines }
            }
            try await Self.check(&filled, database, rounds: 40)
            _ = try await database.write(.telemetry) { try $0.events.remove(before: 700, limit: 5000) }
            filled.oracle.events.removeAll { $0.at < 700 }
            try await Self.check(&filled, database, rounds: 40)
            _ = try await database.write(.telemetry) { try $0.events.remove(before: .max, limit: 5000) }
            #expect(try await LineIndexTests.words(database) == 0)
        }
    }
}
