import Storage
import Testing

@testable import Storage

@Suite struct LineSearchTests {
    /// Bans with lines, stored one after the other; gives the ids.
    private func store(_ lines: [[String]], in database: any Database) async throws -> [Int64] {
        try await database.write(.telemetry) { transaction throws in
            try lines.enumerated().map { index, lines throws in
                let event = EventRecord.of("192.0.2.\(index + 1)", .ban, at: 1000 + Int64(index))
                let id = try transaction.events.append([event])[0].id
                try transaction.events.setLines(lines.map { Array($0.utf8) }, of: id)
                return id
            }
        }
    }

    private func search(
        _ word: String, before place: LinePlace? = nil, limit: Int = 100, in database: any Database,
        isEnough: @escaping @Sendable () -> Bool = { false }
    ) async throws -> LineMatches {
        try await database.read {
            try $0.events.lines(with: Array(word.utf8), before: place, limit: limit, isEnough: isEnough)
        }
    }

    @Test func `lines with a word are found in any case of ASCII, the last ones first`() async throws {
        try await withDatabase { database throws in
            _ = try await store(
                [["user Alice failed", "user bob"], ["ALICE"], ["al ice", "ali\u{0}ce", "Ålice"], ["xalicex", "é"]],
                in: database)
            let found = try await search("aLiCe", in: database)
            #expect(
                found.matches.map { String(decoding: $0.line, as: UTF8.self) } == [
                    "xalicex", "ALICE", "user Alice failed",
                ])
            #expect(found.matches.map(\.event.banID) == ["192.0.2.4", "192.0.2.2", "192.0.2.1"])
            #expect(found.next == nil && found.seen == 8 && found.reached == 1000)
            // Other letters are found as they are.
            #expect(try await search("É", in: database).matches.isEmpty)
            #expect(try await search("é", in: database).matches.count == 1)
            #expect(try await search("i\u{0}c", in: database).matches.count == 1)
            #expect(try await search("nobody", in: database).matches.isEmpty)
            #expect(try await search("", in: database) == LineMatches(matches: [], seen: 0))
        }
    }

    @Test func `a look that ends early tells how far it came, and the next goes on there`() async throws {
        try await withDatabase { database throws in
            let count = Events.lineStride / 2
            _ = try await store((0..<count).map { ["line \($0) a", "line \($0) b", "c"] }, in: database)
            var place: LinePlace?
            var found: [String] = []
            var looks = 0
            var reached: [Int64] = []
            repeat {
                let look = try await search("line", before: place, limit: 400, in: database) { true }
                found += look.matches.map { String(decoding: $0.line, as: UTF8.self) }
                #expect(look.matches.count <= 400 && look.seen <= Events.lineStride)
                reached.append(look.reached ?? .max)
                place = look.next
                looks += 1
            } while place != nil && looks < 20
            #expect(found == (0..<count).reversed().flatMap { ["line \($0) b", "line \($0) a"] })
            #expect(looks == 2 && reached == reached.sorted(by: >) && reached.last == 1000)
        }
    }

    @Test func `a look ends at its limit of lines found, in the middle of a ban`() async throws {
        try await withDatabase { database throws in
            let ids = try await store([["a1", "a2"], ["a3", "a4"]], in: database)
            let look = try await search("a", limit: 3, in: database)
            #expect(look.matches.map { String(decoding: $0.line, as: UTF8.self) } == ["a4", "a3", "a2"])
            #expect(look.next == LinePlace(event: ids[0], line: 1))
            let rest = try await search("a", before: look.next, limit: 3, in: database)
            #expect(rest.matches.map { String(decoding: $0.line, as: UTF8.self) } == ["a1"] && rest.next == nil)
        }
    }
}
