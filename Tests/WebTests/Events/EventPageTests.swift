import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct EventPageTests {
    /// The ids of the rows, in their order.
    private func rows(_ reply: HTTPReply) -> [Int] {
        reply.text.matches(of: /data-event="(\d+)"/).compactMap { Int($0.1) }
    }

    @Test func `the page shows what usually matters, the newest first, and what is asked for`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append([
                .of("192.0.2.1", at: 1000), .of("192.0.2.1", .ban, at: 1001), .of("192.0.2.1", .restore, at: 1002),
                .of("198.51.100.9", .unban, jail: "two", at: 1003), .of(nil, .daemon, jail: nil, at: 1004),
            ])
            for (query, expected) in [
                ("", [5, 4, 2, 1]), ("?kind=restore", [3]), ("?q=192.0.2.0/24", [2, 1]), ("?jail=two", [4]),
                ("?kind=ban&kind=unban", [4, 2]), ("?to=1970-01-01T00:16", []), ("?to=1970-01-01T00:17", [5, 4, 2, 1]),
                ("?from=&from=1970-01-01T00:16:43Z", [5, 4]),
            ] {
                let reply = try await ada.get("/events\(query)")
                #expect(reply.status == 200 && rows(reply) == expected, "\(query)")
            }
            let page = try await ada.get("/events?from=now-24h&kind=ban&q=192.0.2.7")
            #expect(page.text.contains("bangui events --from now-24h --kind ban 192.0.2.7"))
            #expect(page.text.contains("No event matches"))
        }
    }

    @Test func `pages lead to older ones and back, and only the first follows what comes`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append((0..<120).map { .of("192.0.2.1", at: Int64($0)) })
            let first = try await ada.get("/events")
            #expect(rows(first) == Array((71...120).reversed()) && first.text.contains("data-feed="))
            let next = try #require(first.text.firstMatch(of: /href="(\/events\?cursor=[^"]+)"/)?.1)
            let second = try await ada.get(String(next))
            #expect(rows(second) == Array((21...70).reversed()) && !second.text.contains("data-feed="))
            #expect(!(try await ada.get("/events?to=2026-01-01T00:00:00Z")).text.contains("data-feed="))
            #expect(try await ada.get("/events?to=now").text.contains("data-feed="))
        }
    }

    @Test(.shows("ABUSE-28")) func `lines and words of anyone's stand as inert text below their ban`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            var ban = EventRecord.of("192.0.2.1", .ban, why: .failures)
            (ban.failures, ban.isEnforced, ban.note) = (3, false, "<script>x</script>")
            try await world.append([ban], lines: [Array("<img src=x> \u{202e}".utf8), [0xff, 0x41]])
            let text = try await ada.get("/events").text
            #expect(!text.contains("<img") && !text.contains("<script>x") && !text.contains("\u{202e}"))
            #expect(text.contains("&lt;img src=x&gt;") && text.contains("2 matched lines"))
            #expect(text.contains("3 failures") && text.contains("not enforced"))
        }
    }

    @Test func `a filter that cannot be used is told with what is wrong`() async throws {
        try await World.with { world in
            let reply = try await world.visitor().get("/events?from=yesterday&kind=x")
            #expect(reply.status == 422 && reply.text.contains("This filter cannot be used"))
            #expect(try await world.visitor().get("/events?cursor=x").status == 400)
        }
    }

    @Test func `an empty list says whether nothing happened or nothing can be read`() async throws {
        try await World.with { world in
            // fail2ban is down in this world.
            let text = try await world.visitor().get("/events").text
            #expect(text.contains("No events can be read now") && text.contains("What was recorded before stays"))
        }
    }

    @Test func `new rows come alone while they are few, and with their number where nothing is to be shown`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append([.of("192.0.2.1"), .of("192.0.2.1", .ban), .of("192.0.2.2", .ban)])
            let news = try await ada.get("/fragments/events?after=1&q=192.0.2.1", [("X-Fragment", "1")])
            #expect(rows(news) == [2] && !news.text.contains("<table") && news["x-events-list"] == nil)
            #expect(news["x-events-through"] == "3" && news["x-events-count"] == "1")
            let quiet = try await ada.get("/fragments/events?after=1&quiet=1")
            #expect(quiet.body.isEmpty && quiet["x-events-count"] == "2" && quiet["x-events-through"] == "3")
            try await world.append((0..<60).map { .of("192.0.2.1", at: Int64($0)) })
            let many = try await ada.get("/fragments/events?after=3")
            #expect(many.text.contains("<table") && many["x-events-list"] == "1" && many["x-events-through"] == "63")
            #expect(rows(many).count == 50)
        }
    }

    @Test func `times without a zone are read in the console's, the first of a repeated hour`() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        #expect(LocalMoment.seconds("2026-11-21T03:27", in: berlin) == RFC3339.seconds("2026-11-21T02:27:00Z"))
        #expect(LocalMoment.seconds("2026-07-01T03:27:05", in: berlin) == RFC3339.seconds("2026-07-01T01:27:05Z"))
        #expect(LocalMoment.seconds("2026-10-25T02:30", in: berlin) == RFC3339.seconds("2026-10-25T00:30:00Z"))
        #expect(LocalMoment.seconds("2026-11-21", in: berlin) == nil)
        #expect(LocalMoment.text(1_795_228_044, in: berlin) == "2026-11-21T03:27")
    }
}
