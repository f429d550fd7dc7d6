import Testing

@testable import Storage

struct EventCursorTests {
    @Test(arguments: [0, 1, -1, .max, .min, 1_790_000_000_123] as [Int64])
    func `a cursor is read as it was written`(number: Int64) throws {
        let cursor = EventCursor(moment: number, id: 7)
        #expect(try EventCursor(cursor.text) == cursor)
        #expect(cursor.text.utf8.allSatisfy { !"+/=".utf8.contains($0) })
    }

    @Test func `a cursor that no list made is refused`() async throws {
        let good = EventCursor(moment: 1, id: 2).text
        let loose = String(good.dropLast()) + "h"
        #expect(loose != good)
        try await withDatabase { database throws in
            for text in [
                "", "x", good + "A", String(good.dropLast()), loose, good.replacing("A", with: "!"), good + "==",
            ] {
                await #expect(throws: CursorError.malformed, "\(text)") {
                    try await database.read { try $0.events.page(EventQuery(cursor: text)) }
                }
            }
            #expect(try await database.read { try $0.events.page(EventQuery(cursor: good)) }.events == [])
        }
    }

    @Test func `the key of an id is short, sorts as addresses do and tells its text`() {
        let ids = [
            "0.0.0.0", "10.0.0.0", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.1", "255.255.255.255", "::", "2001:db8::",
            "2001:db8::/32", "2001:db8::1", "fe80::1",
        ]
        let keys = ids.map { EventKey($0).bytes }
        #expect(keys.map { EventKey.text(of: $0) } == ids)
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        #expect(keys[1].count == 5 && keys[7].count == 17)
        // What fail2ban does not write so is no address.
        for id in [
            "10.0.0.1/32", "10.0.0.1/8", "010.0.0.1", "10.0.0", "10.0.0.256", "10.0.0.1.2", "10.0.0.0/08", "10.0.0.0/",
            "2001:DB8::1", "2001:db8:0::1", "::ffff:10.0.0.1", "::1/128", "::1/3", "", "1", "a\u{0}b",
        ] {
            #expect(EventKey(id).bytes.first == EventKey.raw, "\(id)")
            #expect(EventKey.text(of: EventKey(id).bytes) == id)
            #expect(EventKey.range(of: EventKey(id).bytes) == nil)
        }
    }
}
