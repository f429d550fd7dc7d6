import Storage
import Testing

@testable import Console
@testable import Web

@Suite struct MapPageTests {
    @Test func `where there is no data the page says how to get some, and so does the dashboard`() async throws {
        try await World.with { world in
            try await world.append([.of("192.0.2.1", at: world.clock.now() - 60)])
            let ada = try await world.visitor()
            let page = try await ada.get("/map").text
            #expect(page.contains("No data about where addresses are"))
            #expect(page.contains("bangui geo update") && page.contains("apt install tor-geoipdb"))
            #expect(!page.contains("<svg class=\"world-map\""))
            let board = try await ada.get("/").text
            #expect(board.contains("No data about where addresses are") && board.contains("href=\"/map\""))
            // The live part leaves the map to its own fetch.
            let part = try await ada.get("/", [("X-Fragment", "1")]).text
            #expect(part.contains("data-keep") && !part.contains("No data about where"))
            #expect(try await ada.get("/fragments/map").text.hasPrefix("<section class=\"panel\""))
        }
    }

    @Test func `numbers are those of the list behind them, on the map, in its list and on the dashboard`() async throws
    {
        try await World.with { world in
            let now = world.clock.now()
            func event(_ id: String, _ kind: EventKind = .found, from code: String?, network: Int64? = nil)
                -> EventRecord
            {
                var event = EventRecord.of(id, kind, at: now - 600)
                let source = EventOrigin.Source(name: "test")
                event.origin = EventOrigin(
                    country: code.map { .init(code: $0, source: source) },
                    network: network.map { .init(number: $0, name: "Net \($0) <b>", source: source) })
                return event
            }
            try await world.append([
                event("192.0.2.1", from: "DE", network: 64_500), event("192.0.2.1", from: "DE", network: 64_500),
                event("192.0.2.1", .ban, from: "DE", network: 64_500), event("192.0.2.2", from: "SG", network: 64_501),
                event("192.0.2.3", from: nil), .of("192.0.2.4", at: now - 600),
            ])
            let ada = try await world.visitor()
            let page = try await ada.get("/map?from=now-24h&to=now").text
            #expect(page.contains("Germany: 2 attempts") && page.contains("Singapore: 1 attempt"))
            // The data is gone again, and one attempt is from before there was any.
            #expect(
                page.contains("what happens now has no country")
                    && page.contains("Besides these, 1 attempts and 0 bans"))
            #expect(try await ada.get("/map?by=bans").text.contains("Germany: 1 ban"))
            let board = try await ada.get("/").text
            #expect(board.contains("Germany: 2 attempts") && board.contains("Net 64500 &lt;b&gt;"))
            let links = (page + board).matches(
                of: /<a href="(\/events\?[^"]*(?:country|network)=[^"]+)">([0-9,]+)<\/a>/
            ).map {
                (String($0.1).replacing("&amp;", with: "&"), Int($0.2) ?? -1)
            }
            #expect(links.count >= 6)
            for (path, number) in links {
                let list = try await ada.get(path).text
                #expect(list.matches(of: /data-event="\d+"/).count == number, "\(path)")
            }
            let answer = try await ada.api("GET", "/api/dashboard").text
            #expect(answer.contains(#"{"country":"DE","attempts":2,"bans":1}"#))
            #expect(answer.contains(#"{"country":null,"attempts":1,"bans":0}"#))
            #expect(answer.contains(#""network":64500,"networkName":"Net 64500 "#))
        }
    }

    @Test func `a range that cannot be shown is told, and links keep range and measure`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/map?from=x").status == 422)
            #expect(try await ada.get("/fragments/map?from=x").status == 422)
            let page = try await ada.get("/map?from=now-6h&to=now&by=bans").text
            #expect(page.contains("href=\"/map?from=now-7d&amp;to=now&amp;by=bans\""))
            #expect(
                page.contains(
                    "<a class=\"segment is-current\" aria-current=\"true\" href=\"/map?from=now-6h&amp;to=now&amp;by=bans\""
                ))
            #expect(page.contains("<input type=\"hidden\" name=\"by\" value=\"bans\">"))
        }
    }

    @Test func `thresholds hold at once when they are changed, and wrong ones are refused with the way out`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            let refused = try await ada.form("/settings", [("map_thresholds", "10,5")])
            #expect(refused.status == 422 && refused.text.contains("is no row of rising numbers"))
            #expect(try await ada.form("/settings", [("map_thresholds", "1,20,300")]).status == 303)
            #expect(world.console.guarding.places.thresholds.chosen == [1, 20, 300])
        }
    }
}
