import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct EventAPITests {
    private func ids(_ reply: HTTPReply) -> [Int] {
        (reply.json["events"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int }
    }

    @Test func `an event is told as the interface says, the newest first`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/api/events").text == #"{"events":[],"next":null}"#)
            var ban = EventRecord.of("198.51.100.7", .ban, at: 1_790_000_000, why: .failures)
            (ban.millisecond, ban.banTime, ban.count, ban.failures) = (42, 600, 2, 5)
            (ban.repeats, ban.isEnforced, ban.note, ban.operationID) = (1, false, "no <set>", "abc")
            try await world.append([
                .of("2001:db8::7", at: 1_789_999_999), ban,
                .of(nil, .daemon, jail: nil, at: 1_790_000_001, why: .started),
            ])
            let reply = try await ada.get("/api/events")
            #expect(reply.status == 200 && reply["content-type"] == "application/json")
            let expected =
                #"{"events":[{"id":3,"at":"2026-09-21T14:13:21Z","millisecond":0,"host":"local","kind":"daemon","#
                + #""jail":null,"address":null,"why":"started","source":"log"},"#
                + #"{"id":2,"at":"2026-09-21T14:13:20Z","millisecond":42,"host":"local","kind":"ban","jail":"one","#
                + #""address":"198.51.100.7","why":"failures","source":"log","length":600,"count":2,"failures":5,"#
                + #""repeats":1,"enforced":false,"note":"no \u003cset\u003e","operation":"abc"},"#
                + #"{"id":1,"at":"2026-09-21T14:13:19Z","millisecond":0,"host":"local","kind":"found","jail":"one","#
                + #""address":"2001:db8::7","why":null,"source":"log"}],"next":null}"#
            #expect(reply.text == expected)
        }
    }

    @Test func `what was only seen says so, and between which moments it happened`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            var unban = EventRecord.of("198.51.100.7", .unban, at: 1_790_000_000)
            (unban.source, unban.since) = (.socket, 1_789_999_000)
            try await world.append([unban])
            let expected =
                #"{"id":1,"at":"2026-09-21T14:13:20Z","millisecond":0,"since":"2026-09-21T13:56:40Z","host":"local","#
                + #""kind":"unban","jail":"one","address":"198.51.100.7","why":null,"source":"socket"}"#
            #expect(try await ada.get("/api/events").text.contains(expected))
            let page = try await ada.get("/events").text
            #expect(page.contains("seen in what is in force, not yet so <time"))
        }
    }

    @Test func `each filter leaves only what it names, and they hold together`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append([
                .of("192.0.2.1", .found), .of("192.0.2.1", .ban), .of("198.51.100.1", .ban, jail: "two"),
                .of("198.51.100.0/24", .unban, jail: "a,b"), .of("2001:db8::1", .repeal, host: "other"),
                .of(nil, .jail, why: .stopped), .of(nil, .daemon, jail: nil),
            ])
            for (query, expected) in [
                ("", [7, 6, 5, 4, 3, 2, 1]), ("kind=ban", [3, 2]), ("kind=ban&kind=unban", [4, 3, 2]),
                ("kind=ban,found", [3, 2, 1]), ("kind=usual", [7, 6, 4, 3, 2, 1]), ("kind=all&jail=two", [3]),
                ("jail=one,two", [6, 5, 3, 2, 1]), ("jail=a,b", [4]), ("jail=&kind=", [7, 6, 5, 4, 3, 2, 1]),
                ("jail=none", []), ("host=other", [5]), ("q=192.0.2.1", [2, 1]), ("q=198.51.100.9", [4]),
                ("q=198.51.100.0/24&kind=ban", [3]), ("q=192.", [2, 1]), ("q=2001:db8::/32", [5]),
            ] {
                #expect(ids(try await ada.get("/api/events?\(query)")) == expected, "\(query)")
            }
        }
    }

    @Test func `a range takes relative times and times by RFC 3339, and its end is no part of it`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.clock.stop()
            let now = world.clock.now()
            try await world.append([
                .of("192.0.2.1", at: now - 3630), .of("192.0.2.1", at: now - 1800), .of("192.0.2.1", at: now - 5),
                .of("192.0.2.1", at: now - 4000),
            ])
            let middle = RFC3339.text(now - 1800)
            for (query, expected) in [
                // A relative beginning reaches a minute further back.
                ("from=now-1h", [3, 2, 1]), ("from=now-1h&to=now", [3, 2, 1]), ("to=now-1h", [1, 4]),
                ("from=now-2h&to=now-30m", [1, 4]), ("from=\(middle)", [3, 2]), ("to=\(middle)", [1, 4]),
                ("from=now-1w&to=now-0s", [3, 2, 1, 4]), ("from=&to=", [3, 2, 1, 4]),
            ] {
                #expect(ids(try await ada.get("/api/events?\(query)")) == expected, "\(query)")
            }
        }
    }

    @Test func `pages follow each other without a gap while events come`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append((0..<7).map { .of("192.0.2.\($0)", at: Int64(1000 + $0 / 2)) })
            var (seen, cursor): ([Int], String?) = ([], nil)
            repeat {
                let page = try await ada.get("/api/events?limit=3" + (cursor.map { "&cursor=\($0)" } ?? ""))
                seen += ids(page)
                cursor = page.json["next"] as? String
                try await world.append([.of("192.0.2.200", at: 2000)])
            } while cursor != nil
            #expect(seen == [7, 6, 5, 4, 3, 2, 1])
        }
    }

    @Test(.shows("ASVS-2.2.1")) func `values that cannot be used are refused, each by name`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for (query, fields) in [
                ("kind=bann", ["kind"]), ("kind=ban,x", ["kind"]), ("from=yesterday", ["from"]),
                ("to=now%2B1h", ["to"]),
                ("from=now-1y&to=2026-13-01T00:00:00Z&kind=x", ["from", "to", "kind"]), ("limit=0", ["limit"]),
                ("limit=501", ["limit"]), ("limit=ten", ["limit"]), ("lines=maybe", ["lines"]),
                ("from=now-1h&to=now-2h", ["to"]), ("from=now-99999999s", ["from"]),
            ] {
                let reply = try await ada.get("/api/events?\(query)")
                #expect(reply.status == 422 && reply.code == "invalid_values", "\(query) \(reply.text)")
                #expect(reply.faultyFields == Set(fields), "\(query)")
            }
            let cursor = try await ada.get("/api/events?cursor=x")
            #expect(cursor.status == 400 && cursor.code == "bad_request")
        }
    }

    @Test func `the lines of a ban come when they are asked for, and are inert text`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let lines = [Array("<b>root</b> \u{202e}".utf8), [0x61, 0xff, 0x00, 0x0a, 0x62]]
            try await world.append([.of("192.0.2.1", .ban)], lines: lines)
            try await world.append([.of("192.0.2.2", .ban), .of("192.0.2.2", .found)])
            #expect(!(try await ada.get("/api/events")).text.contains("lines"))
            let reply = try await ada.get("/api/events?lines=true&q=192.0.2.1")
            #expect(
                reply.text.contains(#""lines":["\u003cb\u003eroot\u003c/b\u003e \#u{202e}","a\#u{fffd}\u0000\u000ab"]"#)
            )
            #expect(!(try await ada.get("/api/events?lines=1&q=192.0.2.2")).text.contains(#""lines""#))
        }
    }
}
